package access;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;

class Access {
    void lambda(HttpSecurity http) throws Exception {
        // ruleid: java.csrf-disabled
        http.csrf(csrf -> csrf.disable());
    }

    void chained(HttpSecurity http) throws Exception {
        // ruleid: java.csrf-disabled
        http.authorizeRequests().anyRequest().authenticated().and().csrf().disable();
    }

    void reference(HttpSecurity http) throws Exception {
        // ruleid: java.csrf-disabled
        http.csrf(AbstractHttpConfigurer::disable).formLogin(login -> login.loginPage("/login"));
    }

    void some(HttpSecurity http) throws Exception {
        // ok: java.csrf-disabled
        http.csrf(csrf -> csrf.ignoringRequestMatchers("/hooks/**"));
    }

    void on(HttpSecurity http) throws Exception {
        // ok: java.csrf-disabled
        http.csrf(org.springframework.security.config.Customizer.withDefaults());
    }

    void basic(HttpSecurity http) throws Exception {
        // ok: java.csrf-disabled
        http.httpBasic(basic -> basic.disable());
    }

    void everythingExcepted(HttpSecurity http) throws Exception {
        // ruleid: java.csrf-disabled
        http.csrf(csrf -> csrf.ignoringRequestMatchers("/**"));
        // ruleid: java.csrf-disabled
        http.csrf(csrf -> csrf.requireCsrfProtectionMatcher(request -> false));
        // ok: java.csrf-disabled
        http.csrf(csrf -> csrf.ignoringRequestMatchers("/hooks/**"));
    }

    void besideAServiceWithoutSessions(HttpSecurity http) throws Exception {
        // ok: java.csrf-disabled
        http.csrf(csrf -> csrf.disable()).oauth2ResourceServer(server -> server.jwt());
    }
}
