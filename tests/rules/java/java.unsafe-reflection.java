package plugins;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import javax.naming.InitialContext;
import org.springframework.web.bind.annotation.RequestParam;

class Plugins {
    private static final Map<String, Class<?>> EXPORTERS = Map.of();
    private static final Set<String> NAMES = Set.of("shop.Pdf");

    void made(HttpServletRequest request) throws Exception {
        // ruleid: java.unsafe-reflection
        Class.forName(request.getParameter("class")).getDeclaredConstructor().newInstance();
        String action = request.getParameter("action");
        // ruleid: java.unsafe-reflection
        getClass().getMethod(action).invoke(this);
    }

    void looked(@RequestParam String name) throws Exception {
        // ruleid: java.unsafe-reflection
        new InitialContext().lookup(name);
    }

    void fromTable(HttpServletRequest request) throws Exception {
        // ok: java.unsafe-reflection
        EXPORTERS.get(request.getParameter("format")).getDeclaredConstructor().newInstance();
        // ok: java.unsafe-reflection
        Class.forName("shop.Pdf").getMethod("write", String.class).invoke(null, request.getParameter("name"));
    }

    void listed(HttpServletRequest request) throws Exception {
        String name = request.getParameter("class");
        if (!NAMES.contains(name)) {
            return;
        }
        // ok: java.unsafe-reflection
        Class.forName(name);
    }
}
