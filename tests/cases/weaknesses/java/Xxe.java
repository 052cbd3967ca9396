package com.acme.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import javax.servlet.http.HttpServletRequest;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.dom4j.DocumentException;
import org.dom4j.io.SAXReader;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

class Imports {
    // unsafe: xxe
    public String invoiceNumber(HttpServletRequest request)
            throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        Document document = builder.parse(request.getInputStream());
        return document.getElementsByTagName("number").item(0).getTextContent();
    }

    // safe: xxe - no document type allowed
    public String deliveryNumber(HttpServletRequest request)
            throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        Document document = builder.parse(request.getInputStream());
        return document.getElementsByTagName("number").item(0).getTextContent();
    }

    // unsafe: xxe - only parameter entities are turned off
    @PostMapping("/contacts")
    public void contacts(@RequestBody String xml) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setValidating(false);
        factory.newSAXParser().parse(new InputSource(new StringReader(xml)), new DefaultHandler());
    }

    // safe: xxe - external entities of both kinds and external DTDs are off
    @PostMapping("/addresses")
    public void addresses(@RequestBody String xml) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.newSAXParser().parse(new InputSource(new StringReader(xml)), new DefaultHandler());
    }

    // unsafe: xxe - a StAX reader with its defaults
    @PostMapping("/feeds")
    public int entries(@RequestParam("file") MultipartFile file) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.IS_COALESCING, Boolean.TRUE);
        int entries = 0;
        XMLStreamReader reader = factory.createXMLStreamReader(file.getInputStream());
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT && "entry".equals(reader.getLocalName())) {
                entries++;
            }
        }
        return entries;
    }

    // safe: xxe - no DTDs and no external entities in the StAX reader
    @PostMapping("/sitemaps")
    public int locations(@RequestParam("file") MultipartFile file) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        int locations = 0;
        XMLStreamReader reader = factory.createXMLStreamReader(file.getInputStream());
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT && "loc".equals(reader.getLocalName())) {
                locations++;
            }
        }
        return locations;
    }

    // unsafe: xxe - the hardened reader is not the one that parses
    @PostMapping("/orders")
    public String order(@RequestBody String xml) throws DocumentException, SAXException {
        SAXReader strict = new SAXReader();
        strict.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        SAXReader reader = new SAXReader();
        return reader.read(new StringReader(xml)).getRootElement().attributeValue("id");
    }

    // safe: xxe - the reader that parses is hardened
    @PostMapping("/returns")
    public String returned(@RequestBody String xml) throws DocumentException, SAXException {
        SAXReader reader = new SAXReader();
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return reader.read(new StringReader(xml)).getRootElement().attributeValue("id");
    }

    // safe: xxe - the factory has no access to anything external
    @PostMapping("/transform")
    public int transform(@RequestBody String xml) throws TransformerException {
        TransformerFactory factory = TransformerFactory.newInstance();
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
        Transformer transformer = factory.newTransformer();
        StringWriter out = new StringWriter();
        transformer.transform(new StreamSource(new StringReader(xml)), new StreamResult(out));
        return out.getBuffer().length();
    }

    // safe: xxe - the document is a resource of the program
    public String defaultCurrency() throws IOException, ParserConfigurationException, SAXException {
        try (InputStream in = Imports.class.getResourceAsStream("/defaults.xml")) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            return document.getDocumentElement().getAttribute("currency");
        }
    }
}
