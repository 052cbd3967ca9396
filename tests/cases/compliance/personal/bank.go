package bank

import (
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"os"

	"go.uber.org/zap"
)

// finding: in-log
func Open(c *Customer) {
	log.Printf("account for %s", c.Email)
}

// finding: in-log
func Transfer(a Account) {
	slog.Info("transfer", "iban", a.IBAN, "amount", a.Amount)
}

// finding: in-log
func (s *Server) Verify(c *Customer) {
	s.logger.Info("verified", zap.String("ssn", c.SSN))
}

// finding: in-log
func Called(c *Customer) {
	log.Println("called " + c.PhoneNumber)
}

// finding: in-log
func Failed(c *Customer, err error) {
	logrus.WithFields(logrus.Fields{"first": c.FirstName, "err": err}).Error("failed")
}

// finding: in-log
func Charged(card Card) {
	fmt.Printf("charged %s\n", card.CardNumber)
}

// finding: in-log
func Debugged(c *Customer) {
	zlog.Debug().Str("dob", c.DateOfBirth).Msg("loaded")
}

// finding: in-log
func Warned(ctx context.Context, c *Customer) {
	slog.WarnContext(ctx, "odd passport", slog.String("passport", c.PassportNumber))
}

// finding: in-url
func Find(c *Customer) (*http.Response, error) {
	return http.Get("https://crm.example.com/find?email=" + url.QueryEscape(c.Email))
}

// finding: in-url
func Ask(c *Customer) string {
	return fmt.Sprintf("https://crm.example.com/ask?phone=%s", c.PhoneNumber)
}

// finding: in-storage
func Remember(w http.ResponseWriter, c *Customer) {
	http.SetCookie(w, &http.Cookie{Name: "email", Value: c.Email})
}

// finding: in-storage
func Dump(c *Customer) error {
	return os.WriteFile("dump.txt", []byte(c.SSN), 0o600)
}

// clean - an id
func Opened(c *Customer) {
	log.Printf("account %s", c.ID)
}

// clean - masked
func Masked(c *Customer) {
	log.Printf("account for %s", maskEmail(c.Email))
}

// clean - only the length
func Sized(c *Customer) {
	slog.Info("read", "size", len(c.Email))
}

// clean - a slice of the end
func Ending(card Card) {
	log.Printf("card ending in %s", card.CardNumber[len(card.CardNumber)-4:])
}

// clean - only whether
func Has(c *Customer) {
	log.Printf("has phone: %t", c.PhoneNumber != "")
}

// clean - a hash
func Hashed(c *Customer) {
	log.Printf("who: %x", sha256.Sum256([]byte(c.Email)))
}

// clean - a comment
func Commented(c *Customer) {
	// log.Println(c.Email)
	log.Println("done")
}

// clean - a raw string
func Raw() string {
	return `log.Println(c.Email)`
}

// clean - not a log
func Body(c *Customer) []byte {
	return []byte(fmt.Sprintf(`{"email": %q}`, c.Email))
}

// clean - a message is printed for the person
func Show(c *Customer) {
	fmt.Println("Your address:", c.Email)
}

// clean - a redacting value
func Redacting(c *Customer) {
	slog.Info("opened", "email", Redacted(c.Email))
}

// clean - the type of a number
func Kind(p Phone) {
	slog.Info("kind", "phone", p.Kind)
}

// clean - the name of a thing
func Named(b *Branch) {
	log.Printf("branch %s in %s", b.Name, b.City)
}

// clean - a query without data
func Query(page int) string {
	return fmt.Sprintf("https://crm.example.com/find?page=%d", page)
}
