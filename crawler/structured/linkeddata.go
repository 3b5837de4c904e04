package structured

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// linkedData reads the first Product, Offer or classified advert among the page's JSON-LD, also inside @graph and lists.
func (r *reader) linkedData() {
	for _, script := range r.Doc.JSONLD {
		var value any
		script = bytes.Trim(bytes.TrimSpace(script), ";")
		script = bytes.TrimSuffix(bytes.TrimPrefix(script, []byte("<!--")), []byte("-->"))
		if json.Unmarshal(script, &value) != nil {
			continue
		}
		if product := findProduct(value, 0); product != nil {
			r.readProduct(product)
			return
		}
	}
}

func findProduct(value any, depth int) map[string]any {
	const deepest = 8
	if depth > deepest {
		return nil
	}
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			if product := findProduct(element, depth+1); product != nil {
				return product
			}
		}
	case map[string]any:
		if isProduct(value["@type"]) {
			return value
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "itemOffered"} {
			if product := findProduct(value[key], depth+1); product != nil {
				return product
			}
		}
	}
	return nil
}

// isProduct reports whether one of an object's types, which may have a namespace, is that of something for sale.
func isProduct(types any) bool {
	if list, ok := types.([]any); ok {
		return slices.ContainsFunc(list, func(element any) bool { _, nested := element.([]any); return !nested && isProduct(element) })
	}
	name := text(types)
	switch name[strings.LastIndexAny(name, "/:#")+1:] {
	case "Product", "ProductGroup", "IndividualProduct", "ProductModel", "SomeProducts", "Offer", "AggregateOffer", "Vehicle", "Service":
		return true
	}
	return false
}

func (r *reader) readProduct(product map[string]any) {
	r.Product = true
	r.Name = text(product["name"])
	r.Description = strings.Join(strings.Fields(text(product["description"])), " ")
	for _, key := range [...]string{"productID", "sku", "identifier", "@id"} {
		if id := text(product[key]); id != "" && !strings.Contains(id, "/") {
			r.IDs = append(r.IDs, id)
		}
	}
	offer := product
	if offers, ok := product["offers"]; ok {
		if found := first(offers); found != nil {
			offer = found
		}
	} else if item := first(product["itemOffered"]); item != nil && r.Name == "" {
		r.Name = text(item["name"])
	}
	if specification := first(offer["priceSpecification"]); specification != nil {
		r.Price = money(text(specification["price"]), text(specification["priceCurrency"]))
	}
	r.Price = cmp.Or(money(cmp.Or(text(offer["price"]), text(offer["lowPrice"])), text(offer["priceCurrency"])), r.Price)
	if seller := first(firstSet(offer["seller"], offer["offeredBy"], product["seller"], product["brand"])); seller != nil {
		r.Seller = text(seller["name"])
	} else {
		r.Seller = text(firstSet(offer["seller"], product["seller"]))
	}
	r.readImages(product["image"])
}

func (r *reader) readImages(value any) {
	switch value := value.(type) {
	case string:
		r.addImage(value)
	case []any:
		for _, element := range value {
			r.readImages(element)
		}
	case map[string]any:
		r.addImage(cmp.Or(text(value["contentUrl"]), text(value["url"])))
	}
}

func first(value any) map[string]any {
	switch value := value.(type) {
	case map[string]any:
		return value
	case []any:
		if len(value) > 0 {
			object, _ := value[0].(map[string]any)
			return object
		}
	}
	return nil
}

func firstSet(values ...any) any {
	for _, value := range values {
		if value != nil {
			return value
		}
	}
	return nil
}

// text returns a JSON value as the words that stand for it.
func text(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case []any:
		if len(value) > 0 {
			return text(value[0])
		}
	case map[string]any:
		return cmp.Or(text(value["value"]), text(value["@value"]), text(value["name"]))
	}
	return ""
}
