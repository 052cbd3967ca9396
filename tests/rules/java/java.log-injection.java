package access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private final java.util.logging.Logger logger = java.util.logging.Logger.getLogger("access");

    void login(HttpServletRequest request) {
        String name = request.getParameter("name");
        // ruleid: java.log-injection
        LOG.info("login of {} failed", name);
        // ruleid: java.log-injection
        logger.log(Level.WARNING, "login of " + name + " failed");
    }

    void search(@RequestParam("q") String query) {
        // ruleid: java.log-injection
        LOG.debug("search for " + query);
    }

    void replaced(HttpServletRequest request) {
        // ok: java.log-injection
        LOG.info("login of {}", request.getParameter("name").replaceAll("[\r\n]", "_"));
        String name = request.getParameter("name").replace('\n', '_');
        // ok: java.log-injection
        LOG.info("login of {}", name);
    }

    void number(@PathVariable long id, @RequestBody Order order) {
        // ok: java.log-injection
        LOG.info("order {} of {} seats", id, order.seats());
        // ok: java.log-injection
        LOG.info("order {}", order.getId());
    }

    void header(HttpServletRequest request) {
        // ok: java.log-injection
        LOG.info("asked by {}", request.getHeader("User-Agent"));
        // ok: java.log-injection
        LOG.info("asked by {}", request.getRemoteAddr());
    }

    private static final Logger AUDIT = LoggerFactory.getLogger("audit");

    void others(@RequestParam String reason, HttpServletRequest request) throws Exception {
        // ruleid: java.log-injection
        AUDIT.info("closed: {}", reason);
        // ruleid: java.log-injection
        AUDIT.atWarn().log("closed: {}", reason);
        StringBuilder text = new StringBuilder();
        java.io.Reader reader = request.getReader();
        int next;
        while ((next = reader.read()) != -1) {
            text.append((char) next);
        }
        // ruleid: java.log-injection
        AUDIT.info("body: {}", text.toString());
        // ok: java.log-injection
        AUDIT.info("body: {}", text.toString().replaceAll("[\r\n]", " "));
        // ok: java.log-injection
        AUDIT.atInfo().log("closed: {}", reason.length());
    }

    void made(@RequestBody NewInvoice body, @RequestParam String note) {
        Invoice invoice = invoices.issue(body);
        // ok: java.log-injection
        LOG.info("issued {}", invoice.number());
        String marked = invoices.mark(note);
        // ruleid: java.log-injection
        LOG.info("marked {}", marked);
    }
}

class Agents {
    private final org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger(Agents.class);

    void agents(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        // ok: java.log-injection
        log.info("agent {}", agent);
        // ruleid: java.log-injection
        log.info("term {}", request.getParameter("term"));
    }
}
