package catalogue;

import org.apache.commons.jxpath.JXPathContext;
import jakarta.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

class Catalogue {
    void login(HttpServletRequest request, Document document) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String name = request.getParameter("name");
        // ruleid: java.xpath-injection
        xpath.evaluate("//user[name='" + name + "']", document, XPathConstants.NODE);
        // ruleid: java.xpath-injection
        xpath.compile("//user[name='" + name + "']").evaluate(document);
    }

    void dom4j(HttpServletRequest request, org.dom4j.Document document) {
        // ruleid: java.xpath-injection
        document.selectNodes("//item[@id='" + request.getParameter("id") + "']");
    }

    void variable(HttpServletRequest request, Document document) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        xpath.setXPathVariableResolver(variable -> request.getParameter("name"));
        // ok: java.xpath-injection
        xpath.evaluate("//user[name=$name]", document, XPathConstants.NODE);
    }

    void number(HttpServletRequest request, Document document) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        int id = Integer.parseInt(request.getParameter("id"));
        // ok: java.xpath-injection
        xpath.evaluate("//item[@id=" + id + "]", document);
    }

    void constant(HttpServletRequest request, Document document) throws Exception {
        // ok: java.xpath-injection
        String found = XPathFactory.newInstance().newXPath().evaluate("//user/name", document);
        found.equals(request.getParameter("name"));
    }
}

class OtherPaths {
    Object beans(HttpServletRequest request, Object shop) {
        // ruleid: java.xpath-injection
        return JXPathContext.newContext(shop).getValue("items[code='" + request.getParameter("code") + "']");
    }

    Object first(HttpServletRequest request, JXPathContext context) {
        // ok: java.xpath-injection
        return context.getValue("items[1]/name");
    }
}
