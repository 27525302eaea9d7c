// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.SandboxSharing.Member;
import dev.spurline.junit.internal.SandboxSharing.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SandboxSharingTests {

    private static final List<String> CLASSES = List.of("a", "b", "c", "d");

    @Test
    void oneSandboxIsOpenedForAllAndClosedAfterTheLast() {
        SandboxSharing<String> sharing = new SandboxSharing<>(List.of("a", "b"));
        Member<String> a = sharing.join("a", "A");
        a.share().sandbox().complete("sandbox");

        assertThat(a.opens()).isTrue();
        assertThat(sharing.leave(a)).isEmpty();

        Member<String> b = sharing.join("b", "B");

        assertThat(b.opens()).isFalse();
        assertThat(sharing.leave(b)).containsSame(a.share());
        assertThat(sharing.names(a.share())).containsExactly("A", "B");
        assertThat(sharing.others(a)).isEmpty();
        assertThat(sharing.others(b)).isEmpty();
    }

    @Test
    void thoseThatHaveItAtTheSameTimeKnowOfEachOther() {
        SandboxSharing<String> sharing = new SandboxSharing<>(List.of());
        Member<String> a = sharing.join("a", "A");
        Member<String> b = sharing.join("b", "B");

        assertThat(sharing.leave(b)).isEmpty();
        assertThat(sharing.others(a)).containsExactly("B");
        assertThat(sharing.others(b)).containsExactly("A");
    }

    @Test
    void whatCouldNotBeOpenedIsOpenedAnewForTheNext() {
        SandboxSharing<String> sharing = new SandboxSharing<>(List.of("a", "b"));
        Member<String> a = sharing.join("a", "A");
        a.share().sandbox().completeExceptionally(new IllegalStateException("no"));

        assertThat(sharing.leave(a)).containsSame(a.share());
        assertThat(sharing.join("b", "B").opens()).isTrue();
    }

    @Test
    void whatIsReplacedStaysUntilTheLastThatHasItLeaves() {
        SandboxSharing<String> sharing = new SandboxSharing<>(List.of("a", "b"));
        Member<String> a = sharing.join("a", "A");

        assertThat(sharing.retire(a.share())).isEmpty();

        Member<String> b = sharing.join("b", "B");

        assertThat(b.opens()).isTrue();
        assertThat(sharing.leave(a)).containsSame(a.share());
        assertThat(sharing.leave(b)).containsSame(b.share());
    }

    @Test
    void whatIsOpenedBeforeAnybodyComesIsClosedIfNobodyDoes() {
        SandboxSharing<String> sharing = new SandboxSharing<>(List.of("a", "b"));
        Share<String> early = sharing.prepare().orElseThrow();

        assertThat(sharing.prepare()).isEmpty();
        assertThat(sharing.release("a")).isEmpty();
        assertThat(sharing.release("b")).containsSame(early);
        assertThat(sharing.prepare()).isEmpty();
    }

    /** All interleavings of classes are orders of these steps, because each of them is taken under one lock. */
    @Property
    void whatIsBegunIsClosedOnceAndNeverWhileSomebodyHasIt(@ForAll("steps") List<Step> steps) {
        Run run = new Run();

        steps.forEach(run::take);
        run.end();

        assertThat(run.closed).containsExactlyInAnyOrderElementsOf(run.begun);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.of(CLASSES))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private enum Kind {
        JOIN,
        LEAVE,
        RELEASE,
        PREPARE,
        RETIRE,
        OPENED,
        FAILED
    }

    private record Step(Kind kind, String who) {}

    /** A run of classes, and what it has been told to do. */
    private static final class Run {

        private final SandboxSharing<String> sharing = new SandboxSharing<>(CLASSES);
        private final Set<String> expected = new HashSet<>(CLASSES);
        private final Map<String, Member<String>> having = new HashMap<>();
        private final List<Share<String>> begun = new ArrayList<>();
        private final List<Share<String>> closed = new ArrayList<>();
        private final Set<Share<String>> retired = new HashSet<>();

        void take(Step step) {
            String who = step.who();
            switch (step.kind()) {
                case JOIN -> join(who);
                case LEAVE -> Optional.ofNullable(having.remove(who)).ifPresent(this::leave);
                case RELEASE -> {
                    expected.remove(who);
                    close(sharing.release(who));
                }
                case PREPARE -> sharing.prepare().ifPresent(begun::add);
                case RETIRE ->
                    Optional.ofNullable(having.get(who)).ifPresent(member -> {
                        retired.add(member.share());
                        close(sharing.retire(member.share()));
                    });
                case OPENED ->
                    Optional.ofNullable(having.get(who))
                            .ifPresent(member -> member.share().sandbox().complete("sandbox"));
                case FAILED ->
                    Optional.ofNullable(having.get(who))
                            .ifPresent(member -> member.share()
                                    .sandbox()
                                    .completeExceptionally(new IllegalStateException("not open")));
            }
            check();
        }

        private void join(String who) {
            if (having.containsKey(who)) {
                return;
            }
            expected.remove(who);
            Member<String> member = sharing.join(who, who);
            if (member.opens()) {
                begun.add(member.share());
            }
            assertThat(begun).contains(member.share());
            assertThat(closed).doesNotContain(member.share());
            assertThat(retired).doesNotContain(member.share());
            having.put(who, member);
        }

        private void leave(Member<String> member) {
            if (member.share().sandbox().isCompletedExceptionally()) {
                retired.add(member.share());
            }
            close(sharing.leave(member));
        }

        private void close(Optional<Share<String>> share) {
            share.ifPresent(closed::add);
        }

        /** Nobody has what is closed; what nobody has and nobody can come for is closed. */
        private void check() {
            Set<Share<String>> used = new HashSet<>();
            having.values().forEach(member -> used.add(member.share()));
            assertThat(closed).doesNotHaveDuplicates().noneMatch(used::contains);
            List<Share<String>> left = new ArrayList<>(begun);
            left.removeAll(closed);
            left.removeAll(used);
            assertThat(left).hasSizeLessThanOrEqualTo(1).noneMatch(retired::contains);
            if (expected.isEmpty()) {
                assertThat(left).isEmpty();
            }
        }

        void end() {
            closed.addAll(sharing.end());
        }
    }
}
