package mail

// finding: in-log
func (s *Service) Send(ctx context.Context, to *Recipient) error {
	if err := s.client.Send(ctx, to.Email); err != nil {
		s.log.Errorf("send to %s: %v", to.Email, err)
		return err
	}
	return nil
}

// finding: in-log
func logged(w http.ResponseWriter, r *http.Request) {
	log.Printf("signup of %s", r.FormValue("email"))
}

// finding: in-log
func birthday(u User) {
	logger.WithField("birthday", u.Birthday.Format("2006-01-02")).Info("loaded")
}

// finding: in-url
func lookup(u User) (*http.Response, error) {
	v := fmt.Sprintf("%s/lookup?first_name=%s&last_name=%s", base, u.FirstName, u.LastName)
	return http.Get(v)
}

// clean - an error for the caller
func missing(email string) error {
	return fmt.Errorf("nobody with %q", email)
}

// clean - the number of recipients
func many(emails []string) {
	log.Printf("sending to %d", len(emails))
}

// clean - a template
func tmpl(t *template.Template) {
	log.Printf("template %s", t.Name())
}

// clean - a header's name
func header(h Header) {
	log.Printf("header %s", h.EmailHeader)
}

// clean - a flag
func flag(u User) {
	log.Printf("verified %v", u.EmailVerified)
}
