package pages;

import freemarker.template.Configuration;
import freemarker.template.Template;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.Velocity;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

class Pages {
    private Configuration freemarker;
    private TemplateEngine engine;

    void velocity(HttpServletRequest request, VelocityContext context) {
        StringWriter out = new StringWriter();
        // ruleid: java.template-injection
        Velocity.evaluate(context, out, "mail", "Hello " + request.getParameter("name"));
    }

    void compiled(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String text = request.getParameter("template");
        // ruleid: java.template-injection
        Template template = new Template("preview", new StringReader(text), freemarker);
        template.process(Map.of(), response.getWriter());
    }

    String thymeleaf(HttpServletRequest request) {
        // ruleid: java.template-injection
        return engine.process("<p th:text='" + request.getParameter("expression") + "'></p>", new Context());
    }

    void constant(HttpServletRequest request, HttpServletResponse response, VelocityContext context) throws Exception {
        context.put("name", request.getParameter("name"));
        // ok: java.template-injection
        Velocity.evaluate(context, response.getWriter(), "mail", "Hello $name");
        Context values = new Context();
        values.setVariable("name", request.getParameter("name"));
        // ok: java.template-injection
        engine.process("hello", values);
        // ok: java.template-injection
        freemarker.getTemplate("hello.ftl").process(Map.of("name", request.getParameter("name")), response.getWriter());
    }
}
