package stores

import "os"

// ruleid: go.password-constant
const adminPassword = "Winter-2021"

// ruleid: go.password-constant
var mailPassword string = "Winter-2021"

// ok: go.password-constant
const passwordField = "password1"

// ok: go.password-constant
const resetPassword = "/reset password"

// ok: go.password-constant
var dbPassword = os.Getenv("SHOP_PASSWORD_1")

func written() {
	// ruleid: go.password-constant
	apiKey := "live-4f8a2b7c"
	use(apiKey)
}

func asked(given string) {
	// ok: go.password-constant
	password := given
	use(password)
}

func mailPassword() string {
	password, found := os.LookupEnv("MAIL_PASSWORD")
	if !found {
		// ruleid: go.password-constant
		password = "Harbour-Light-19"
	}
	// ok: go.password-constant
	password = strings.TrimSpace(password)
	return password
}
