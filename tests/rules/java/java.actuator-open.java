package access;

import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

class Management {
    void open(HttpSecurity http) throws Exception {
        // ruleid: java.actuator-open
        http.authorizeHttpRequests(auth -> auth.requestMatchers("/actuator/**").permitAll().anyRequest().authenticated());
        // ruleid: java.actuator-open
        http.authorizeRequests().antMatchers("/login", "/h2-console/**").permitAll();
        // ruleid: java.actuator-open
        http.authorizeHttpRequests(auth -> auth.requestMatchers(EndpointRequest.toAnyEndpoint()).permitAll());
    }

    void closed(HttpSecurity http) throws Exception {
        // ok: java.actuator-open
        http.authorizeHttpRequests(auth -> auth.requestMatchers("/actuator/health").permitAll());
        // ok: java.actuator-open
        http.authorizeHttpRequests(auth -> auth.requestMatchers("/actuator/**").hasRole("ADMIN"));
        // ok: java.actuator-open
        http.authorizeRequests().antMatchers("/login", "/css/**").permitAll();
    }
}
