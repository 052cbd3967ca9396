package documents;

import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import org.dom4j.io.SAXReader;
import org.w3c.dom.Document;

class Documents {
    Document dom(InputStream input) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        // ruleid: java.external-entities
        return builder.parse(input);
    }

    Document direct(InputStream input) throws Exception {
        // ruleid: java.external-entities
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(input);
    }

    void sax(InputStream input, org.xml.sax.helpers.DefaultHandler handler) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        SAXParser parser = factory.newSAXParser();
        // ruleid: java.external-entities
        parser.parse(input, handler);
    }

    void stax(InputStream input) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        // ruleid: java.external-entities
        factory.createXMLStreamReader(input);
    }

    void dom4j(InputStream input) throws Exception {
        SAXReader reader = new SAXReader();
        // ruleid: java.external-entities
        reader.read(input);
    }

    void transformed(InputStream input, javax.xml.transform.Result result) throws Exception {
        TransformerFactory factory = TransformerFactory.newInstance();
        // ruleid: java.external-entities
        factory.newTransformer().transform(new StreamSource(input), result);
    }

    Document refused(InputStream input) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: java.external-entities
        return factory.newDocumentBuilder().parse(input);
    }

    void withoutDtd(InputStream input) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // ok: java.external-entities
        factory.createXMLStreamReader(input);
        SAXParserFactory sax = SAXParserFactory.newInstance();
        sax.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        // ok: java.external-entities
        sax.newSAXParser().parse(input, handler);
        DocumentBuilderFactory dom = DocumentBuilderFactory.newInstance();
        dom.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        // ok: java.external-entities
        dom.newDocumentBuilder().parse(input);
    }

    void ownDocument(Document document, javax.xml.transform.Result result) throws Exception {
        // ok: java.external-entities
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), result);
        // ok: java.external-entities
        Document created = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    }

    Document hardened(InputStream input) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Xml.secure(factory);
        // ok: java.external-entities
        return factory.newDocumentBuilder().parse(input);
    }

    Document allowed(InputStream input) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://xml.org/sax/features/external-general-entities", true);
        // ruleid: java.external-entities
        return factory.newDocumentBuilder().parse(input);
    }

    Document ofOthers(InputStream input) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, false);
        // ruleid: java.external-entities
        return factory.newDocumentBuilder().parse(input);
    }

    Document own() throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        // ok: java.external-entities
        return builder.parse(Documents.class.getResourceAsStream("/menu.xml"));
    }
}
