// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.survey.CustomKind;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of kinds and the styles say the same: what is watched, written and removed are the kinds of the styles. */
class RoutingStylesTests {

    @Test
    void everyKindThatAStyleMakesIsMadeChangedAndRemoved() {
        assertThat(kinds(RoutingStyle::writes))
                .containsExactlyInAnyOrderElementsOf(CustomKind.of(CustomKind.Role.ROUTE));
    }

    @Test
    void everyKindThatAStyleReadsIsFollowed() {
        assertThat(kinds(RoutingStyle::reads))
                .containsExactlyInAnyOrderElementsOf(CustomKind.of(CustomKind.Role.FOREIGN_ROUTE));
    }

    @Test
    void everyStyleThatWritesRoutesHasAModelByWhichItIsTested() {
        assertThat(StyleModels.all()).hasSameSizeAs(RoutingStyles.writing());
    }

    private static Stream<CustomKind> kinds(Function<RoutingStyle, Collection<CustomKind>> kinds) {
        return RoutingStyles.all().stream()
                .flatMap(style -> kinds.apply(style).stream())
                .distinct();
    }
}
