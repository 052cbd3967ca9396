package access;

import io.javalin.Javalin;
import org.springframework.security.config.annotation.web.builders.WebSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

// ruleid: java.debug-mode
@EnableWebSecurity(debug = true)
class Open {
    void web(WebSecurity web) {
        // ruleid: java.debug-mode
        web.debug(true);
    }

    void chained(WebSecurity web) {
        // ruleid: java.debug-mode
        web.ignoring().and().debug(true);
    }
}

// ok: java.debug-mode
@EnableWebSecurity
class Closed {
    void web(WebSecurity web, boolean wanted) {
        // ok: java.debug-mode
        web.debug(false);
        // ok: java.debug-mode
        web.debug(wanted);
    }
}

class Development {
    void start() {
        // ruleid: java.debug-mode
        Javalin.create(config -> config.bundledPlugins.enableDevLogging()).start(80);
        // ok: java.debug-mode
        Javalin.create(config -> config.showJavalinBanner = false).start(80);
    }
}
