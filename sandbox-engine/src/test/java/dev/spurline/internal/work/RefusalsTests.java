// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.CleanupException;
import dev.spurline.PreflightException;
import dev.spurline.SandboxException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTests {

    private static final String TITLE = "sandbox [k7f3q5tbma]";

    @Test
    void oneRefusalStaysItself() {
        PreflightException only = new PreflightException("no");

        assertThat(Refusals.together(only, TITLE, List.of("no"))).isSameAs(only);
        assertThat(Refusals.together(only, TITLE, List.of())).isSameAs(only);
    }

    @Test
    void severalAreNumberedAndTheirFurtherLinesStandBelowThem() {
        PreflightException first = new PreflightException("no\n- a rule");

        assertThat(Refusals.together(first, TITLE, List.of("no\n- a rule", "neither")))
                .isInstanceOf(PreflightException.class)
                .hasCause(first)
                .hasMessage("""
                        [2] things keep sandbox [k7f3q5tbma] from being opened:
                        1. no
                           - a rule
                        2. neither""");
    }

    @Test
    void theKindIsThatOfTheFirst() {
        SandboxException first = new SandboxException("broken");

        assertThat(Refusals.together(first, TITLE, List.of("broken", "no")))
                .isExactlyInstanceOf(SandboxException.class);
    }

    @Test
    void oneThatSaysMoreThanTheFirstStandsForIt() {
        PreflightException first = new PreflightException("a is missing");

        assertThat(Refusals.together(first, TITLE, List.of("a and b are missing")))
                .isInstanceOf(PreflightException.class)
                .hasCause(first)
                .hasMessage("a and b are missing");
    }

    @Test
    void whatIsSuppressedIsTold() {
        SandboxException inner = new SandboxException("second");
        inner.addSuppressed(new SandboxException("third"));
        PreflightException first = new PreflightException("first");
        first.addSuppressed(inner);
        first.addSuppressed(new SandboxException("second"));
        first.addSuppressed(new CleanupException("something is left"));
        first.addSuppressed(new IllegalStateException("a fault of ours"));

        assertThat(Refusals.sentences(first)).containsExactly("first", "second", "third");
    }
}
