package sandbox

import "strings"

// rules is how a host answers for /robots.txt and, as the sandbox's own opinion of the same, which URIs that forbids to ronda.
// The opinion is written down a second time on purpose: a crawler that misreads a file must not be excused by the same misreading.
type rules struct {
	status   int
	location string
	body     string
	forbids  func(uri string) bool
}

func startsWith(prefixes ...string) func(string) bool {
	return func(uri string) bool {
		for _, prefix := range prefixes {
			if strings.HasPrefix(uri, prefix) {
				return true
			}
		}
		return false
	}
}

// robotsAside is where forumwarga keeps its robots.txt.
const robotsAside = "/aturan/robots.txt"

func robots() map[string]rules {
	session := startsWith("/internal/", "/akun/", "/keranjang", "/cari", "/kalender-promo")
	return map[string]rules{
		"pasarsenja": {
			status: 200,
			body:   "# PasarSenja\nUser-agent: *\nDisallow: /internal/\nDisallow: /akun/\nDisallow: /keranjang\nDisallow: /cari\nDisallow: /kalender-promo\nDisallow: /*?sesi=\nDisallow: /*&sesi=\n\nUser-agent: BadBot\nDisallow: /\n",
			forbids: func(uri string) bool {
				return session(uri) || strings.Contains(uri, "?sesi=") || strings.Contains(uri, "&sesi=")
			},
		},
		"forumwarga": {
			status: 301, location: robotsAside,
			body:    "User-agent: *\nAllow: /\nDisallow: /anggota/\nDisallow: /privat/ # ruang privat\n",
			forbids: startsWith("/anggota/", "/privat/"),
		},
		"salurankabar": {
			status:  200,
			body:    "User-agent: *\nDisallow: /\n\nUser-agent: otherbot\nUser-agent: ronda\nDisallow: /k/\nDisallow: /s/terkunci_\n",
			forbids: startsWith("/k/", "/s/terkunci_"),
		},
		"kabarpagi": {
			status:  200,
			body:    "\ufeffUser-Agent: *\r\nDisallow: /amp/\r\nDisallow: /tentang/\r\nAllow: /tentang/redaksi$\r\nCrawl-delay: 0\r\n",
			forbids: func(uri string) bool { return startsWith("/amp/", "/tentang/")(uri) && uri != "/tentang/redaksi" },
		},
		"berkas": {
			status:  200,
			body:    "user-agent:*\ndisallow:/*?C=\ndisallow:/*;O=\n",
			forbids: func(uri string) bool { return strings.Contains(uri, "?C=") || strings.Contains(uri, ";O=") },
		},
		"warungblog": {status: 404, body: "tidak ada\n", forbids: startsWith()},
		"lambat":     {status: 200, body: "User-agent: *\nCrawl-delay: 1\nDisallow: /arsip\n", forbids: startsWith("/arsip")},
		"kosong":     {status: 200, body: "", forbids: startsWith()},
		"galat":      {status: 503, body: "sedang gangguan\n", forbids: startsWith("/")},
	}
}
