package com.acme.rules;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import jakarta.el.ELProcessor;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import javax.script.Bindings;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import ognl.Ognl;
import ognl.OgnlException;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

class PricingRules {
    private static final Map<String, String> FORMULAS = Map.of(
            "net", "price * quantity",
            "gross", "price * quantity * 1.19",
            "rebate", "price * quantity * 0.9");

    record Basket(int quantity, BigDecimal price, String country) {}

    // unsafe: code-injection
    public String evaluate(HttpServletRequest request) throws ScriptException {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("javascript");
        String formula = request.getParameter("formula");
        Object result = engine.eval("var price = 100; " + formula);
        return Double.toString(((Number) result).doubleValue());
    }

    // safe: code-injection - the script is constant, the number is a binding
    public String evaluateQuantity(HttpServletRequest request) throws ScriptException {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("javascript");
        Bindings bindings = engine.createBindings();
        bindings.put("quantity", Integer.parseInt(request.getParameter("quantity")));
        Object result = engine.eval("var price = 100; price * quantity", bindings);
        return Double.toString(((Number) result).doubleValue());
    }

    // unsafe: code-injection - SpEL with the full context
    @PostMapping("/baskets/filter")
    public boolean matches(@RequestBody Basket basket, @RequestParam("when") String condition) {
        SpelExpressionParser parser = new SpelExpressionParser();
        Expression expression = parser.parseExpression(condition);
        return Boolean.TRUE.equals(expression.getValue(new StandardEvaluationContext(basket), Boolean.class));
    }

    // safe: code-injection - a constant expression over the client's data
    @PostMapping("/baskets/free-shipping")
    public boolean freeShipping(@RequestBody Basket basket, @RequestParam("country") String country) {
        SpelExpressionParser parser = new SpelExpressionParser();
        Expression expression = parser.parseExpression("quantity > 3 and #target == 'DE'");
        StandardEvaluationContext context = new StandardEvaluationContext(basket);
        context.setVariable("target", country);
        return Boolean.TRUE.equals(expression.getValue(context, Boolean.class));
    }

    // safe: code-injection - property reads only, no types, methods or beans
    @PostMapping("/baskets/columns")
    public Object column(@RequestBody Basket basket, @RequestParam("column") String column) {
        SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding().build();
        return new SpelExpressionParser().parseExpression(column).getValue(context, basket);
    }

    // unsafe: code-injection - the body of the request is a Groovy script
    public Object runRule(HttpServletRequest request) throws IOException {
        String script = request.getReader().lines().collect(Collectors.joining("\n"));
        Binding binding = new Binding();
        binding.setVariable("rate", new BigDecimal("0.19"));
        return new GroovyShell(binding).evaluate(script);
    }

    // safe: code-injection - the script comes from a constant table
    public Object runFormula(HttpServletRequest request) throws IOException {
        String script = FORMULAS.get(request.getParameter("formula"));
        if (script == null) {
            throw new IllegalArgumentException("unknown formula");
        }
        Binding binding = new Binding();
        binding.setVariable("price", new BigDecimal("49.90"));
        binding.setVariable("quantity", 2);
        return new GroovyShell(binding).evaluate(script);
    }

    // unsafe: code-injection - a property path of OGNL
    @GetMapping("/baskets/{path}/value")
    public Object property(@PathVariable("path") String path) throws OgnlException {
        Basket basket = new Basket(2, BigDecimal.TEN, "DE");
        String expression = "basket." + path;
        return Ognl.getValue(expression, Map.of("basket", basket));
    }

    // safe: code-injection - the path is one of the names that are listed
    @GetMapping("/baskets/{path}/field")
    public Object field(@PathVariable("path") String path) throws OgnlException {
        if (!path.equals("quantity") && !path.equals("country")) {
            throw new IllegalArgumentException("path");
        }
        Basket basket = new Basket(2, BigDecimal.TEN, "DE");
        String expression = "basket." + path;
        return Ognl.getValue(expression, Map.of("basket", basket));
    }

    // safe: code-injection - the client's text ends up in the value, never in the expression
    public Object greeting(HttpServletRequest request) {
        ELProcessor processor = new ELProcessor();
        processor.defineBean("visitor", request.getParameter("visitor"));
        return processor.eval("visitor.length()");
    }
}
