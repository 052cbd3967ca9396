package access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;

class Cors {
    void registry(CorsRegistry registry) {
        // ruleid: java.cors-any-origin
        registry.addMapping("/**").allowedOriginPatterns("*").allowedMethods("GET").allowCredentials(true);
    }

    void configuration() {
        CorsConfiguration config = new CorsConfiguration();
        config.setAllowCredentials(true);
        // ruleid: java.cors-any-origin
        config.addAllowedOriginPattern("*");
    }

    void mirror(HttpServletRequest request, HttpServletResponse response) {
        // ruleid: java.cors-any-origin
        response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
    }

    // ruleid: java.cors-any-origin
    @CrossOrigin(originPatterns = "*", allowCredentials = "true")
    void annotated() {}

    // ok: java.cors-any-origin
    @CrossOrigin(origins = "https://shop.example", allowCredentials = "true")
    void listed() {}

    // ok: java.cors-any-origin
    @CrossOrigin("*")
    void withoutCookies() {}

    void constant(CorsRegistry registry) {
        // ok: java.cors-any-origin
        registry.addMapping("/**").allowedOrigins("https://shop.example").allowCredentials(true);
        // ok: java.cors-any-origin
        registry.addMapping("/public/**").allowedOrigins("*");
    }

    void checked(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (TRUSTED.contains(origin)) {
            // ok: java.cors-any-origin
            response.setHeader("Access-Control-Allow-Origin", origin);
        }
    }
}

class Echoes {
    void constants(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        // ruleid: java.cors-any-origin
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }

    void ownSites(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (origin == null || !origin.endsWith(".shop.example")) {
            return;
        }
        // ok: java.cors-any-origin
        response.setHeader("Access-Control-Allow-Origin", origin);
    }
}

// ruleid: java.cors-any-origin
@CrossOrigin(originPatterns = {"*"}, allowCredentials = "true")
class Listed {}
