package pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.springframework.http.ResponseEntity;

class Errors {
    void printed(HttpServletResponse response, Exception e) throws Exception {
        // ruleid: java.stack-in-response
        e.printStackTrace(response.getWriter());
    }

    void variable(HttpServletResponse response, Exception e) throws Exception {
        PrintWriter out = response.getWriter();
        // ruleid: java.stack-in-response
        e.printStackTrace(out);
    }

    ResponseEntity<String> spring(Exception e) {
        // ruleid: java.stack-in-response
        return ResponseEntity.status(500).body(ExceptionUtils.getStackTrace(e));
    }

    ResponseEntity<String> fine(Exception e) {
        LOG.error("order failed", e);
        // ok: java.stack-in-response
        return ResponseEntity.status(500).body("failed");
    }

    void logged(Exception e, PrintWriter log) {
        // ok: java.stack-in-response
        e.printStackTrace(log);
        // ok: java.stack-in-response
        e.printStackTrace();
    }
}
