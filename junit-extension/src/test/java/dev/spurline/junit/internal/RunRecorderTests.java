// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.spurline.CleanupException;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to who records is nothing to who is recorded. */
class RunRecorderTests {

    private static final Settings NO_SETTINGS = name -> Optional.empty();

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();

    /** An exception of a user's that cannot be asked. */
    private static final class Mute extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("asked too late");
        }
    }

    @Test
    void anExceptionWithoutReadableMessageIsToldByItsClass() {
        RunRecorder recorder = recorder();

        recorder.failed("com.example.A", Instant.now(), new IllegalArgumentException("no", new Mute()));
        recorder.close();

        assertThat(directory.resolve("report.json"))
                .content()
                .contains("Caused by " + Mute.class.getName() + ", whose message could not be read");
        assertThat(lines).singleElement().asString().contains("Report: [");
    }

    @Test
    void whatCannotBeRecordedIsWarnedOfOnce() {
        RunRecorder recorder = recorder();
        TestLedger ledger = mock();
        when(ledger.summary()).thenThrow(new StackOverflowError());
        LiveSandbox sandbox = sandbox();
        recorder.opened(sandbox, "com.example.A", Instant.now(), Duration.ofSeconds(1));

        recorder.used(sandbox, "com.example.A", ledger, Optional.empty(), Optional.empty());
        recorder.used(sandbox, "com.example.A", ledger, Optional.empty(), Optional.empty());
        recorder.closing(sandbox, sandbox::close);
        recorder.close();

        verify(sandbox).close();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("The report will not be complete: java.lang.StackOverflowError");
        assertThat(lines.get(1)).contains("Report: [");
    }

    @Test
    void nothingIsRecordedWhereNoReportIsWanted() {
        Settings off = name -> Optional.of("off")
                .filter(value -> name.equals("spurline.report"))
                .map(value -> new Settings.Value(value, "the test"));
        RunRecorder recorder = new RunRecorder(off, new ProgressReporter(false, lines::add));
        TestLedger ledger = mock();
        LiveSandbox sandbox = mock();

        recorder.opened(sandbox, "com.example.A", Instant.now(), Duration.ofSeconds(1));
        recorder.used(sandbox, "com.example.A", ledger, Optional.empty(), Optional.empty());
        recorder.failed("com.example.B", Instant.now(), new IllegalStateException("no"));
        recorder.closing(sandbox, sandbox::close);
        recorder.close();

        verify(sandbox).close();
        verifyNoMoreInteractions(sandbox, ledger);
        assertThat(lines).isEmpty();
    }

    @Test
    void aSandboxThatCouldNotBeClosedSaysWhy() {
        RunRecorder recorder = recorder();
        LiveSandbox sandbox = sandbox();
        doThrow(new CleanupException("Service [shop/price] is still there"))
                .when(sandbox)
                .close();
        recorder.opened(sandbox, "com.example.A", Instant.now(), Duration.ofSeconds(1));

        assertThatThrownBy(() -> recorder.closing(sandbox, sandbox::close)).isInstanceOf(CleanupException.class);
        recorder.close();

        assertThat(directory.resolve("summary.md"))
                .content()
                .startsWith("## Spurline: failed")
                .contains("CleanupException: Service [shop/price] is still there");
    }

    @Test
    void aLibraryThatIsMissingFailsNoRun() {
        Settings settings = name -> {
            throw new NoClassDefFoundError("gg/jte/TemplateEngine");
        };
        RunRecorder recorder = new RunRecorder(settings, new ProgressReporter(false, lines::add));
        recorder.failed("com.example.A", Instant.now(), new IllegalStateException("no"));

        recorder.close();

        assertThat(lines)
                .singleElement()
                .asString()
                .contains("The report could not be written: java.lang.NoClassDefFoundError: gg/jte/TemplateEngine");
    }

    private RunRecorder recorder() {
        Settings settings = NO_SETTINGS.orElse(Map.of("spurline.report", directory.toString()), "test");
        return new RunRecorder(settings, new ProgressReporter(false, lines::add));
    }

    private static LiveSandbox sandbox() {
        LiveSandbox sandbox = mock();
        when(sandbox.key()).thenReturn(RoutingKey.random());
        when(sandbox.namespace()).thenReturn("shop");
        return sandbox;
    }
}
