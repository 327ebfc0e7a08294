"""Programs: those that serve, those that are run once, and what all of them show of themselves."""

import atexit
import glob
import os
import pathlib
import pty
import re
import secrets
import subprocess
import threading

from canaries.search import CODE, ISSUED, NAME


class Watch(threading.Thread):
    """Looks at the arguments and environments of all processes below this one, until it is told to stop.

    A program that is run once is looked at as soon as it runs, so that none goes by unseen.
    """

    PLACES = {"cmdline": "arguments of processes", "environ": "environments of processes"}

    def __init__(self):
        super().__init__(daemon=True)
        self.seen = {}
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(0.02):
            for process in self.below(os.getpid()):
                self.see(process)

    def see(self, process):
        for kind in self.PLACES:
            try:
                content = pathlib.Path(f"/proc/{process}/{kind}").read_bytes()
            except OSError:
                continue
            self.seen[kind, content] = True

    def below(self, top):
        waiting, found = [top], []
        while waiting:
            # A child belongs to the thread that started it.
            for task in glob.glob(f"/proc/{waiting.pop()}/task/*/children"):
                try:
                    children = pathlib.Path(task).read_text().split()
                except OSError:
                    continue
                found += children
                waiting += children
        return found

    def stop(self, search):
        """Has everything searched that was seen; returns the first two arguments of each command."""
        self.over.set()
        self.join()
        for kind, content in self.seen:
            # Codes are typed as arguments, as are names.
            may_have = {CODE, NAME} if kind == "cmdline" else set()
            search.look(self.PLACES[kind], content.decode(errors="replace"), may_have)
        commands = [content.split(b"\0") for kind, content in self.seen if kind == "cmdline"]
        return {(pathlib.Path(words[0].decode()).name, words[1].decode()) for words in commands if len(words) > 1}


class Server:
    """A program that serves, and everything it prints."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True,
        )
        # Also when a flow goes wrong.
        atexit.register(self.process.kill)
        self.lines = []
        self.more = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            with self.more:
                self.lines.append(line)
                self.more.notify_all()
        with self.more:
            self.lines.append(None)
            self.more.notify_all()

    def line(self, pattern):
        """The first line that a pattern is found in."""
        with self.more:
            while True:
                for line in self.lines:
                    match = line and re.search(pattern, line)
                    if match:
                        return match
                if None in self.lines:
                    raise SystemExit(f"the server ended after {len(self.lines) - 1} lines")
                self.more.wait()

    def wait_for(self, count, patience):
        """Returns once there are that many lines, or nobody is patient any more."""
        with self.more:
            self.more.wait_for(lambda: len(self.lines) >= count or None in self.lines, patience)

    def output(self):
        return "".join(line for line in self.lines if line)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        with self.more:
            self.more.wait_for(lambda: None in self.lines)
        return self.output()


class Shell:
    """A person at the command line, with a folder of their own."""

    def __init__(self, program, environment, search, watch, home):
        self.program, self.search, self.watch, self.home = program, search, watch, pathlib.Path(home)
        self.home.mkdir()
        self.environment = dict(environment, HOME=str(home), PATH="/usr/bin:/bin")
        self.written = []

    def file(self, text):
        """Writes a file, as a person does who is asked for one; what stands there is the person's affair."""
        path = self.home / secrets.token_hex(4)
        path.write_text(text)
        self.written.append(path)
        return str(path)

    def run(self, *arguments, input="", status=0, may_have=()):
        """What a command prints; it may have those kinds of secrets that it exists to print.

        Its exit status must be the expected one, or for `None` any but that of success.
        """
        process = self.start(arguments, subprocess.PIPE, subprocess.PIPE)
        printed, said = process.communicate(input)
        self.search.look("the command line's errors", said, {NAME})
        self.search.look("the command line's results", printed, {NAME, *may_have})
        self.check(arguments, process.returncode, status, said)
        return printed

    def start(self, arguments, inward, errors):
        process = subprocess.Popen(
            [self.program, *arguments], stdin=inward, stdout=subprocess.PIPE, stderr=errors, text=True,
            env=self.environment, cwd=self.home,
        )
        self.watch.see(process.pid)
        return process

    def check(self, arguments, status, expected, said):
        if status != expected and (expected is not None or status == 0):
            said = self.search.fit_to_print(f"{' '.join(arguments)}: {said}")
            raise SystemExit(f"userpool: exit status {status}, expected {expected}: {said}")

    def talk(self, *arguments, status=0, answers):
        """Runs a command at a terminal; what is typed there for each question must not be shown by it."""
        keyboard, end = pty.openpty()
        process = self.start(arguments, end, end)
        os.close(end)
        shown, waiting = "", list(answers)
        while True:
            try:
                read = os.read(keyboard, 65_536)
            except OSError:
                # Nobody is at the other end any more.
                break
            if not read:
                break
            shown += read.decode()
            if waiting and shown.endswith(waiting[0][0]):
                os.write(keyboard, f"{waiting.pop(0)[1]}\n".encode())
        printed = process.communicate()[0]
        os.close(keyboard)
        self.search.look("what terminals show", shown, {NAME})
        self.search.look("the command line's results", printed, {NAME})
        self.check(arguments, process.returncode, status, shown)
        if waiting:
            raise SystemExit(f"userpool {' '.join(arguments)}: not asked for: {waiting[0][0]}")

    def tokens(self, *arguments, **options):
        """What a command prints that exists to print tokens, or the secret of an app."""
        return self.run(*arguments, may_have={ISSUED}, **options)

    def search_files(self, known):
        """Has all files searched that commands left behind; `known` says what each may have, by the end of its path."""
        for path in self.home.rglob("*"):
            if path.is_file() and path not in self.written:
                may_have = next((kinds for part, kinds in known.items() if part in str(path)), set())
                place = "files that keep sessions" if may_have else "other files"
                self.search.look(place, path.read_bytes().decode("latin-1"), {NAME, *may_have})
