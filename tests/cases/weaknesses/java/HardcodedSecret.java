package com.acme.config;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;

class Connections {
    // unsafe: hardcoded-secret
    public Connection billing() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://db.internal:5432/billing", "billing", "gR7!vq2-Lm9x");
    }

    // safe: hardcoded-secret - the password comes from the environment
    public Connection ledger() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://db.internal:5432/ledger", "ledger", System.getenv("LEDGER_DB_PASSWORD"));
    }

    // unsafe: hardcoded-secret - the key that signs the tokens
    static class TokenIssuer {
        private static final String JWT_SECRET = "c2Vzc2lvbi1zaWduaW5nLWtleS1mb3ItcHJvZA";

        String issue(String subject) {
            return JWT.create().withSubject(subject).sign(Algorithm.HMAC256(JWT_SECRET));
        }
    }

    // safe: hardcoded-secret - the key is read from a file that is mounted
    static class TicketIssuer {
        private static final Path JWT_SECRET = Path.of("/run/secrets/jwt_key");

        String issue(String subject) throws IOException {
            byte[] key = Files.readAllBytes(JWT_SECRET);
            return JWT.create().withSubject(subject).sign(Algorithm.HMAC256(key));
        }
    }

    // unsafe: hardcoded-secret - key material as a string in the source
    public byte[] signature(byte[] payload) throws GeneralSecurityException {
        SecretKey key = new SecretKeySpec("9f2Kd81mQzX0vBt4".getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(payload);
    }

    // safe: hardcoded-secret - the key is handed in
    public byte[] seal(byte[] payload, String encodedKey) throws GeneralSecurityException {
        SecretKey key = new SecretKeySpec(encodedKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(payload);
    }

    // unsafe: hardcoded-secret - the fallback of the setting is a real password
    public Properties mail() {
        Properties mail = new Properties();
        mail.setProperty("mail.smtp.host", "smtp.acme.example");
        mail.setProperty("mail.user", "notifier");
        mail.setProperty("mail.password", System.getProperty("mail.password", "Winter-Falcon-4471"));
        return mail;
    }

    // safe: hardcoded-secret - placeholders that Spring fills in
    static class MailSettings {
        @Value("${mail.user}")
        private String user;

        @Value("${mail.password}")
        private String password;

        Properties properties() {
            Properties mail = new Properties();
            mail.setProperty("mail.user", user);
            mail.setProperty("mail.password", password);
            return mail;
        }
    }

    // unsafe: hardcoded-secret - an API key in a header
    public HttpHeaders weatherHeaders() {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Api-Key", "wx_7Hq2mPz9LkT4sYb1NcVe83Rd");
        headers.set("Accept", "application/json");
        return headers;
    }

    // safe: hardcoded-secret - names of parameters and messages, no secrets
    static class LoginForm {
        private static final String PASSWORD = "password";
        private static final String TOKEN_HEADER = "X-Auth-Token";
        private static final Map<String, String> MESSAGES = Map.of(
                "password.forgotten", "Forgotten your password?",
                "password.short", "Your password is too short");

        String problem(HttpServletRequest request) {
            String password = request.getParameter(PASSWORD);
            boolean known = request.getHeader(TOKEN_HEADER) != null;
            return known || password.length() > 11 ? "" : MESSAGES.get("password.short");
        }
    }
}
