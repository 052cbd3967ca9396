package access

import (
	"log"
	"log/slog"
	"os"

	"go.uber.org/zap"
)

func login(user user, password string) {
	// ruleid: go.secret-in-log
	log.Printf("login of %s with %s", user.Name, password)
	// ruleid: go.secret-in-log
	slog.Info("login", "user", user.ID, "password", password)
}

func (s *server) connect(logger *zap.SugaredLogger) {
	// ruleid: go.secret-in-log
	logger.Infow("connect", "key", s.apiKey)
	// ruleid: go.secret-in-log
	s.log.Debug("token", "value", s.config.AccessToken)
}

func harmless(user user, password string) {
	// ok: go.secret-in-log
	log.Printf("login of %s with a password of %d characters", user.Name, len(password))
	// ok: go.secret-in-log
	slog.Info("password changed", "user", user.ID)
	// ok: go.secret-in-log
	log.Println("reading", os.Getenv("SHOP_LOG"))
	// ok: go.secret-in-log
	store.Error(password)
}
