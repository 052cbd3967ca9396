package com.acme.crossorigin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

class Origins {
    private static final Set<String> ORIGINS = Set.of("https://shop.acme.example", "https://admin.acme.example");

    record Balance(long account, long cents) {}

    // unsafe: cors
    static class PartnerFilter implements Filter {
        @Override
        public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain)
                throws IOException, ServletException {
            HttpServletResponse response = (HttpServletResponse) res;
            String origin = ((HttpServletRequest) req).getHeader("Origin");
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Vary", "Origin");
            chain.doFilter(req, res);
        }
    }

    // safe: cors - the origin is on the list
    static class StoreFilter implements Filter {
        @Override
        public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain)
                throws IOException, ServletException {
            HttpServletResponse response = (HttpServletResponse) res;
            String origin = ((HttpServletRequest) req).getHeader("Origin");
            if (origin != null && ORIGINS.contains(origin)) {
                response.setHeader("Access-Control-Allow-Origin", origin);
                response.setHeader("Access-Control-Allow-Credentials", "true");
            }
            response.setHeader("Vary", "Origin");
            chain.doFilter(req, res);
        }
    }

    // unsafe: cors - every origin together with credentials
    @Bean
    CorsConfigurationSource partnerSource() {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.addAllowedOriginPattern("*");
        configuration.setAllowedMethods(List.of("GET", "POST", "DELETE"));
        configuration.setAllowCredentials(true);
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", configuration);
        return source;
    }

    // safe: cors - one origin together with credentials
    @Bean
    CorsConfigurationSource shopSource() {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.addAllowedOrigin("https://shop.acme.example");
        configuration.setAllowedMethods(List.of("GET", "POST", "DELETE"));
        configuration.setAllowCredentials(true);
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", configuration);
        return source;
    }

    // unsafe: cors - an annotation at the controller
    @RestController
    @CrossOrigin(originPatterns = "*", allowCredentials = "true")
    static class BalanceController {
        @GetMapping("/balance")
        Balance balance() {
            return new Balance(4711, 120_00);
        }
    }

    // safe: cors - an annotation with one origin
    @RestController
    @CrossOrigin(origins = "https://admin.acme.example", allowCredentials = "true", maxAge = 600)
    static class TurnoverController {
        @GetMapping("/turnover")
        Balance turnover() {
            return new Balance(4711, 990_00);
        }
    }

    // unsafe: cors - "https://notacme.example" ends like that as well
    protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (origin != null && origin.endsWith("acme.example")) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Access-Control-Allow-Methods", "GET, PUT");
            response.addHeader("Vary", "Origin");
        }
    }

    // safe: cors - whatever is asked, the answer is a constant
    protected void answerOptions(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (origin != null) {
            response.setHeader("Access-Control-Allow-Origin", "https://shop.acme.example");
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Access-Control-Allow-Methods", "GET, PUT");
        }
    }

    // unsafe: cors - a mapping of Spring MVC
    static class PartnerMvc implements WebMvcConfigurer {
        @Override
        public void addCorsMappings(CorsRegistry registry) {
            registry.addMapping("/api/**")
                    .allowedOriginPatterns("*")
                    .allowedMethods("*")
                    .allowCredentials(true);
        }
    }

    // safe: cors - the pattern is limited to the hosts below the own domain
    static class StoreMvc implements WebMvcConfigurer {
        @Override
        public void addCorsMappings(CorsRegistry registry) {
            registry.addMapping("/api/**")
                    .allowedOriginPatterns("https://*.acme.example")
                    .allowedMethods("GET", "POST")
                    .allowCredentials(true);
        }
    }
}
