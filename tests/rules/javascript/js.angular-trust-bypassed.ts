import { DomSanitizer, SecurityContext } from "@angular/platform-browser";

export class ArticleComponent {
  constructor(private readonly sanitizer: DomSanitizer) {}

  body(article: Article) {
    // ruleid: js.angular-trust-bypassed
    return this.sanitizer.bypassSecurityTrustHtml(article.body);
  }

  link(address: string) {
    // ruleid: js.angular-trust-bypassed
    return this.sanitizer.bypassSecurityTrustUrl(address);
  }

  frame(address: string) {
    // ruleid: js.angular-trust-bypassed
    return this.sanitizer.bypassSecurityTrustResourceUrl("https://maps.example/" + address);
  }

  constant() {
    // ok: js.angular-trust-bypassed
    return this.sanitizer.bypassSecurityTrustHtml("<b>new</b>");
  }

  sanitized(article: Article) {
    // ok: js.angular-trust-bypassed
    return this.sanitizer.sanitize(SecurityContext.HTML, article.body);
  }

  picture(file: File) {
    // ok: js.angular-trust-bypassed
    return this.sanitizer.bypassSecurityTrustUrl(URL.createObjectURL(file));
  }

  purified(article: Article) {
    // ok: js.angular-trust-bypassed
    return this.sanitizer.bypassSecurityTrustHtml(DOMPurify.sanitize(article.body));
  }
}
