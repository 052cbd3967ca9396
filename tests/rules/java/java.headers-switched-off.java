package access;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;

class Headers {
    void off(HttpSecurity http) throws Exception {
        // ruleid: java.headers-switched-off
        http.headers().frameOptions().disable();
        // ruleid: java.headers-switched-off
        http.headers(headers -> headers.frameOptions(frames -> frames.disable()));
        // ruleid: java.headers-switched-off
        http.headers(AbstractHttpConfigurer::disable);
    }

    void on(HttpSecurity http) throws Exception {
        // ok: java.headers-switched-off
        http.headers(headers -> headers.frameOptions(frames -> frames.sameOrigin()));
        // ok: java.headers-switched-off
        http.headers().frameOptions().sameOrigin();
        // ok: java.headers-switched-off
        http.httpBasic(basic -> basic.disable());
    }
}
