// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.CleanupException;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.framework.KeepableSandbox;
import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of a sandbox at its end.
 *
 * @param time how long it stays in the cluster; empty if it is removed
 */
record KeepPolicy(Optional<Duration> time) {

    /** It is removed. */
    static final KeepPolicy REMOVE = new KeepPolicy(Optional.empty());

    /**
     * Reads what becomes of the sandboxes of failed tests.
     *
     * @throws PreflightException if they were kept on a CI server where nobody has said that this is meant
     */
    static KeepPolicy ofFailed(Settings settings) {
        Optional<GivenValue<Optional<Duration>>> kept =
                Setting.KEEP.given(settings).filter(given -> given.value().isPresent());
        if (isRefused(settings)) {
            throw new PreflightException(
                    ("spurline.keep is [%s] by %s and the environment variable CI is set: what is kept there takes room in"
                                    + " its namespace, and nobody looks at it. Unset spurline.keep, or set spurline.keep-in-ci=true")
                            .formatted(
                                    kept.orElseThrow().text(),
                                    kept.orElseThrow().source()));
        }
        return new KeepPolicy(kept.flatMap(GivenValue::value));
    }

    /** Returns whether sandboxes are asked to be kept on a CI server where nobody has said that this is meant. */
    static boolean isRefused(Settings settings) {
        return Setting.KEEP
                        .given(settings)
                        .filter(given -> given.value().isPresent())
                        .isPresent()
                && settings.find("CI").isPresent()
                && !Setting.KEEP_IN_CI.in(settings);
    }

    /**
     * Closes a sandbox for this JVM, and tells what became of it.
     *
     * @param told takes what is kept, if anything is
     * @throws CleanupException if something could not be removed that was to be
     */
    void close(LiveSandbox sandbox, String owner, ProgressReporter announcer, Consumer<Kept> told) {
        Optional<KeepableSandbox> keepable = time.flatMap(any -> KeepableSandbox.of(sandbox));
        if (keepable.isEmpty()) {
            sandbox.close();
            announcer.closed(sandbox, owner);
            return;
        }
        try {
            Kept kept = keepable.get().keep(time.orElseThrow());
            told.accept(kept);
            announcer.warn(text(sandbox, owner, kept));
        } catch (CleanupException e) {
            throw e;
        } catch (SandboxException e) {
            announcer.warn(FailureText.of(e));
        }
    }

    private static String text(LiveSandbox sandbox, String owner, Kept kept) {
        return "Sandbox [%s] of [%s] is kept, because tests have failed; the cluster removes it at [%s]%n  %s"
                .formatted(
                        sandbox.key(), owner, kept.until(), String.join(System.lineSeparator() + "  ", kept.lines()));
    }
}
