package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"ronda/alerts/pictures"
	"ronda/dbfile"
)

// The outlets know the ledger and nothing before it: what is said of pictures has a name here.
type (
	// Picture is a picture of an alert and where else it stood.
	Picture = pictures.Picture
	// Decision is what keeps a picture from linking.
	Decision = pictures.Decision
	// SeenBefore says where the pictures of an alert stood elsewhere.
	SeenBefore = pictures.Summary
	// Silenced is a picture that links to nothing: an analyst dismissed it, or it is in quarantine.
	Silenced = pictures.Silenced
)

// Why nothing can be decided about a picture.
var (
	ErrNoPicture    = pictures.ErrNotFound
	ErrNotDismissed = pictures.ErrNotDismissed
	// ErrPictureKey means that a picture's hashes are sealed under a key that is not there.
	ErrPictureKey = pictures.ErrKey
)

// Pictures returns the pictures of an alert by which it is linked to others, in the order of the listing; none for an alert that does
// not exist.
func (l *Ledger) Pictures(ctx context.Context, alertID string) ([]Picture, error) {
	list, err := pictures.Of(ctx, l.reader, alertID)
	if err != nil {
		return nil, fmt.Errorf("read pictures of alert %s: %w", alertID, l.Explain(err))
	}
	return list, nil
}

// SilencedPictures returns the pictures that link to nothing, the oldest decision first, without those that are only like them.
func (l *Ledger) SilencedPictures(ctx context.Context) ([]Silenced, error) {
	list, err := pictures.AllSilenced(ctx, l.reader)
	if err != nil {
		return nil, l.Explain(err)
	}
	return list, nil
}

// addSeen says of each alert where its pictures stood elsewhere.
func (l *Ledger) addSeen(ctx context.Context, list []Alert) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	seen, err := pictures.Summaries(ctx, l.reader, ids)
	if err != nil {
		return fmt.Errorf("read links of alerts: %w", l.Explain(err))
	}
	for i := range list {
		list[i].Seen = seen[list[i].ID]
	}
	return nil
}

// Sealed tells whether there is a ledger at path that holds hashes of pictures which only the key opens under which they were sealed.
func Sealed(ctx context.Context, path string) (bool, error) {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return false, nil
	}
	db, err := dbfile.Connect(path)
	if err != nil {
		return false, fmt.Errorf("look at the ledger: %w", err)
	}
	sealed := false
	version, err := schema.Version(ctx, db)
	if err == nil && version >= sealingVersion {
		sealed, err = pictures.Sealed(ctx, db)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return false, fmt.Errorf("look at the ledger: %w", explainOpen(err, path))
	}
	return sealed, nil
}
