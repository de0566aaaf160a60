// Starts the parts of Wagtail's admin that its templates start by inline scripts,
// which the content-security policy forbids. The page names the function and gives
// its arguments as data; Stimulus finds them, also in what is added to the page later.

const starts = {
  Chooser: (...args) => new window.Chooser(...args),
  DocumentChooser: (...args) => new window.DocumentChooser(...args),
  ImageChooser: (...args) => new window.ImageChooser(...args),
  InlinePanel: (...args) => new window.InlinePanel(...args),
  PageChooser: (...args) => new window.PageChooser(...args),
  SnippetChooser: (...args) => new window.SnippetChooser(...args),
  createTaskChooser: (...args) => window.createTaskChooser(...args),
  initDateChooser: (...args) => window.initDateChooser(...args),
  initDateTimeChooser: (...args) => window.initDateTimeChooser(...args),
  initTimeChooser: (...args) => window.initTimeChooser(...args),
};

class StartController extends window.StimulusModule.Controller {
  static values = { function: String, arguments: Array };

  connect() {
    // The scripts that define the functions stand below in the page.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
    } else {
      this.start();
    }
  }

  start() {
    starts[this.functionValue](...this.argumentsValue);
    // Sorting takes elements out of the page and puts them back: start once only.
    this.element.remove();
  }
}

window.wagtail.app.register("start", StartController);
