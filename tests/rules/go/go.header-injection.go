package mails

import (
	"bytes"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/smtp"
	"strings"
)

func contact(w http.ResponseWriter, r *http.Request, auth smtp.Auth) {
	subject := r.FormValue("subject")
	message := "From: shop@example.com\r\nSubject: " + subject + "\r\n\r\nHello"
	// ruleid: go.header-injection
	use(smtp.SendMail("mail.example.com:25", auth, "shop@example.com", []string{"us@example.com"}, []byte(message)))
}

func built(r *http.Request, auth smtp.Auth) {
	var message bytes.Buffer
	fmt.Fprintf(&message, "Reply-To: %s\r\n\r\n", r.PostFormValue("mail"))
	// ruleid: go.header-injection
	use(smtp.SendMail("mail.example.com:25", auth, "shop@example.com", []string{"us@example.com"}, message.Bytes()))
}

func raw(r *http.Request, conn net.Conn) {
	// ruleid: go.header-injection
	fmt.Fprintf(conn, "GET /status HTTP/1.1\r\nHost: %s\r\n\r\n", r.FormValue("host"))
}

func encoded(r *http.Request, auth smtp.Auth) {
	subject := mime.QEncoding.Encode("utf-8", r.FormValue("subject"))
	// ok: go.header-injection
	use(smtp.SendMail("mail.example.com:25", auth, "a@example.com", []string{"b@example.com"}, []byte("Subject: "+subject+"\r\n\r\nHello")))
}

func refused(r *http.Request, auth smtp.Auth) {
	subject := r.FormValue("subject")
	if strings.ContainsAny(subject, "\r\n") {
		return
	}
	// ok: go.header-injection
	use(smtp.SendMail("mail.example.com:25", auth, "a@example.com", []string{"b@example.com"}, []byte("Subject: "+subject+"\r\n\r\n")))
}

// The server replaces line breaks in the values of its headers.
func header(w http.ResponseWriter, r *http.Request) {
	// ok: go.header-injection
	w.Header().Set("X-Request-Id", r.Header.Get("X-Request-Id"))
}

func constant(r *http.Request, auth smtp.Auth) {
	// ok: go.header-injection
	use(smtp.SendMail("mail.example.com:25", auth, "a@example.com", []string{r.FormValue("to")}, []byte("Subject: Hello\r\n\r\n")))
}
