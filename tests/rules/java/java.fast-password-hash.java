package users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class Passwords {
    byte[] digested(String password) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        // ruleid: java.fast-password-hash
        return digest.digest(password.getBytes(StandardCharsets.UTF_8));
    }

    byte[] updated(User user, byte[] salt) throws Exception {
        MessageDigest md = MessageDigest.getInstance("SHA-512");
        md.update(salt);
        // ruleid: java.fast-password-hash
        md.update(user.getPassword().getBytes());
        return md.digest();
    }

    String library(String passwd) {
        // ruleid: java.fast-password-hash
        return DigestUtils.sha256Hex(passwd);
    }

    String slow(String password) {
        // ok: java.fast-password-hash
        return new BCryptPasswordEncoder().encode(password);
    }

    byte[] data(byte[] data) throws Exception {
        // ok: java.fast-password-hash
        return MessageDigest.getInstance("SHA-256").digest(data);
    }

    String token(String token) {
        // ok: java.fast-password-hash
        return DigestUtils.sha256Hex(token);
    }
}
