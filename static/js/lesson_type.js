// Lets the questions of a lesson's form follow the type that the author chooses.

class LessonTypeController extends window.StimulusModule.Controller {
  static values = { words: Object };

  change() {
    const words = this.wordsValue[this.element.value] ?? this.wordsValue[""];
    for (const [name, text] of Object.entries(words)) {
      const field = document.querySelector(`textarea[name="${name}"]`);
      const ids = field?.getAttribute("aria-describedby")?.split(" ") ?? [];
      const help = ids.map((id) => document.getElementById(id)).find((element) => element);
      const place = help?.querySelector(".help") ?? help;
      if (place) place.textContent = text;
    }
  }
}

window.wagtail.app.register("lesson-type", LessonTypeController);
