package users;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.StandardPasswordEncoder;

class Encoders {
    PasswordEncoder none() {
        // ruleid: java.plain-password-encoder
        return NoOpPasswordEncoder.getInstance();
    }

    PasswordEncoder old() {
        // ruleid: java.plain-password-encoder
        return new StandardPasswordEncoder("pepper");
    }

    void user() {
        // ruleid: java.plain-password-encoder
        User.withDefaultPasswordEncoder().username("shop");
    }

    PasswordEncoder good() {
        // ok: java.plain-password-encoder
        return new BCryptPasswordEncoder();
    }

    PasswordEncoder delegating() {
        // ok: java.plain-password-encoder
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    void builder() {
        // ok: java.plain-password-encoder
        User.builder().username("shop");
    }
}
