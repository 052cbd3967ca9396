package pages;

import com.hubspot.jinjava.Jinjava;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.GetMapping;
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

@Controller
class Views {
    @GetMapping("/manual")
    String manual(@RequestParam String chapter) {
        // ruleid: java.template-injection
        return "manual/" + chapter;
    }

    @GetMapping("/page")
    String page(@RequestParam int number) {
        // ok: java.template-injection
        return "page/" + number;
    }

    @GetMapping("/text")
    @ResponseBody
    String text(@RequestParam String word) {
        // ok: java.template-injection
        return "word: " + word;
    }

    @GetMapping("/back")
    String back(@RequestParam String word) {
        // ok: java.template-injection
        return "redirect:/words/" + word;
    }

    void typed(HttpServletRequest request, TemplateEngine leaves, Jinjava snake) {
        // ruleid: java.template-injection
        leaves.process("<p>" + request.getParameter("p") + "</p>", context);
        // ruleid: java.template-injection
        snake.render(request.getParameter("mail"), Map.of());
        // ok: java.template-injection
        snake.render("Dear {{ name }}", Map.of("name", request.getParameter("name")));
    }
}
