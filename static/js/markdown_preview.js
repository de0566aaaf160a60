// Shows below a Markdown field of the admin what it will look like, as it is written.
// Without this script the field is a plain one.

const PAUSE = 400; // milliseconds after the last key

// The field in which the author says what language the text is in.
const languageField = () => document.querySelector("select[name=language]");

class MarkdownController extends window.StimulusModule.Controller {
  static targets = ["preview", "status"];
  static values = { url: String, failed: String, fresh: String };

  connect() {
    this.field = this.element.querySelector("textarea");
    this.turn = () => this.setDirection();
    this.write = () => this.wait();
    this.field.addEventListener("input", this.write);
    languageField()?.addEventListener("change", this.turn);
    this.setDirection();
    // A part that the page adds later gets its text after its field.
    window.setTimeout(() => {
      if (this.previewTarget.hidden && this.field.value.trim()) this.show();
    });
  }

  disconnect() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.field.removeEventListener("input", this.write);
    languageField()?.removeEventListener("change", this.turn);
  }

  setDirection() {
    const language = languageField()?.value;
    if (!language) return;
    for (const element of [this.field, this.previewTarget]) {
      element.lang = language;
      element.dir = language === "ur" ? "rtl" : "ltr";
    }
  }

  wait() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.show(), PAUSE);
  }

  async show() {
    this.request?.abort();
    this.request = new AbortController();
    if (!this.field.value.trim()) {
      this.previewTarget.hidden = true;
      this.previewTarget.replaceChildren();
      return;
    }
    const body = new FormData();
    body.set("text", this.field.value);
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    try {
      const response = await fetch(this.urlValue, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token?.value ?? "", Accept: "application/json" },
        signal: this.request.signal,
      });
      const answer = await response.json();
      if (answer.error) this.say(answer.error);
      else this.fill(answer.html);
    } catch (error) {
      if (error.name !== "AbortError") this.say(this.failedValue);
    }
  }

  // The server has cleaned it by the list of what may be shown on the site.
  fill(html) {
    this.previewTarget.innerHTML = html;
    this.previewTarget.hidden = false;
    this.statusTarget.textContent = this.freshValue;
  }

  say(message) {
    this.previewTarget.textContent = message;
    this.previewTarget.hidden = false;
    this.statusTarget.textContent = message;
  }
}

window.wagtail.app.register("markdown", MarkdownController);
