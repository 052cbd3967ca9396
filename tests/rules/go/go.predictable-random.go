package access

import (
	crand "crypto/rand"
	"encoding/hex"
	"fmt"
	"math/rand"
	"net/http"
	"time"
)

const letters = "abcdefghijklmnopqrstuvwxyz0123456789"

func newToken() string {
	out := make([]byte, 16)
	for i := range out {
		out[i] = letters[rand.Intn(len(letters))]
	}
	// ruleid: go.predictable-random
	return string(out)
}

func login(w http.ResponseWriter) {
	id := rand.Int63()
	// ruleid: go.predictable-random
	http.SetCookie(w, &http.Cookie{Name: "id", Value: fmt.Sprint(id), Secure: true, HttpOnly: true})
}

func reset(mail string) {
	rng := rand.New(rand.NewSource(time.Now().UnixNano()))
	n := rng.Intn(1000000)
	// ruleid: go.predictable-random
	resetCode := fmt.Sprintf("%06d", n)
	send(mail, resetCode)
}

func invite(mail string) invitation {
	// ruleid: go.predictable-random
	return invitation{Mail: mail, Token: fmt.Sprintf("%x", rand.Uint64())}
}

func strong() string {
	data := make([]byte, 16)
	crand.Read(data)
	// ok: go.predictable-random
	token := hex.EncodeToString(data)
	return token
}

func dice() int {
	// ok: go.predictable-random
	points := rand.Intn(6) + 1
	return points
}

func refreshToken(client *client) (string, error) {
	time.Sleep(time.Duration(rand.Intn(500)) * time.Millisecond)
	// ok: go.predictable-random
	return client.Refresh()
}

func sample(lines []string) string {
	// ok: go.predictable-random
	line := lines[rand.Intn(len(lines))]
	return line
}

func verificationCode() string {
	// ruleid: go.predictable-random
	return fmt.Sprintf("%05d", rand.Intn(100000))
}

func bytesOfKey() []byte {
	key := make([]byte, 32)
	for i := range key {
		// ruleid: go.predictable-random
		key[i] = byte(rand.Intn(256))
	}
	return key
}

func dice() int {
	// ok: go.predictable-random
	return rand.Intn(6) + 1
}
