"""A class in browsers: two phones, and everything their pages asked for."""

from tests.classroom.served import do, slack

PHONE = {"width": 390, "height": 844}


class Visit:
    """A class with two students in browsers, and everything their pages asked for or complained about."""

    def __init__(self, chromium, served, **form):
        self.served = served
        self.teacher = served.teacher()
        self.home, self.code = served.new_class(self.teacher, talks_minutes="", brief_minutes="", **form)
        self.asked, self.complaints = [], []
        self.pages = [self.open(chromium) for _ in range(2)]

    def open(self, chromium, **cookies):
        context = chromium.new_context(viewport=PHONE)
        page = context.new_page()
        self.watch(page)
        return page

    def watch(self, page):
        page.set_default_timeout(10_000 * slack())
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def teacher_page(self, chromium):
        page = self.open(chromium)
        page.goto(f"{self.served.address}/teach")
        page.fill("input[name=token]", self.served.token)
        page.click("button")
        page.goto(self.served.address + self.home)
        return page

    def join(self, *names, shown="#lobby"):
        for page, name in zip(self.pages, names or ("Ann", "Bao"), strict=True):
            page.goto(f"{self.served.address}/j/{self.code}")
            page.fill("input[name=name]", name)
            page.click("form[action='/join'] button")
            page.wait_for_selector(f"{shown}:not([hidden])")
        return self.pages

    def do(self, command, **data):
        do(self.teacher, self.home, command, **data)

    def begin(self):
        us, vietnam = self.join()
        self.do("advance")
        self.do("advance")
        my_turn(vietnam)
        return us, vietnam


def my_turn(page):
    page.wait_for_selector("#send:enabled")


def choose(page, issue, level):
    page.locator(".issue").nth(issue).locator("input").nth(level).check(force=True)


def draft(page):
    return page.evaluate(
        "[...document.querySelectorAll('.issue')].map(i => +i.querySelector(':checked').value)"
    )
