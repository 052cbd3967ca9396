package rules;

import com.googlecode.aviator.AviatorEvaluator;
import org.python.util.PythonInterpreter;
import groovy.lang.GroovyShell;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.function.Function;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import ognl.Ognl;
import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.web.bind.annotation.RequestParam;

class Rules {
    private static final Map<String, Function<Double, Double>> OPERATIONS = Map.of();

    void script(HttpServletRequest request) throws Exception {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");
        // ruleid: java.code-injection
        engine.eval(request.getParameter("rule"));
        // ruleid: java.code-injection
        engine.eval("price = " + request.getParameter("price"));
    }

    void expression(@RequestParam String filter) {
        ExpressionParser parser = new SpelExpressionParser();
        // ruleid: java.code-injection
        parser.parseExpression(filter).getValue();
    }

    void groovy(HttpServletRequest request) {
        GroovyShell shell = new GroovyShell();
        String text = request.getHeader("X-Script");
        // ruleid: java.code-injection
        shell.evaluate(text);
    }

    void ognl(HttpServletRequest request, Object root) throws Exception {
        // ruleid: java.code-injection
        Ognl.getValue(request.getParameter("path"), root);
    }

    void constant(HttpServletRequest request) throws Exception {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("js");
        engine.put("name", request.getParameter("name"));
        // ok: java.code-injection
        engine.eval("name.length");
        // ok: java.code-injection
        new SpelExpressionParser().parseExpression("price * 2").getValue();
        // ok: java.code-injection
        OPERATIONS.get(request.getParameter("operation")).apply(3.0);
    }

    Object inACage(@RequestParam String text, ExpressionParser parser, Object root) {
        // ok: java.code-injection
        return parser.parseExpression(text).getValue(SimpleEvaluationContext.forReadOnlyDataBinding().build(), root);
    }
}

class OtherEngines {
    Object formula(HttpServletRequest request) {
        // ruleid: java.code-injection
        return AviatorEvaluator.execute(request.getParameter("formula"));
    }

    Object fixed(HttpServletRequest request) {
        // ok: java.code-injection
        return AviatorEvaluator.execute("net * rate", Map.of("net", request.getParameter("net")));
    }

    void snake(HttpServletRequest request, PythonInterpreter python) {
        // ruleid: java.code-injection
        python.exec("x = " + request.getParameter("x"));
        // ok: java.code-injection
        python.exec("x = 1");
    }

    Object polyglot(HttpServletRequest request, org.graalvm.polyglot.Context context) {
        // ruleid: java.code-injection
        return context.eval("js", request.getParameter("code"));
    }
}

class Rhino {
    Object script(HttpServletRequest request, org.mozilla.javascript.Context rhino) {
        // ruleid: java.code-injection
        return rhino.evaluateString(scope, request.getParameter("script"), "client", 1, null);
    }
}
