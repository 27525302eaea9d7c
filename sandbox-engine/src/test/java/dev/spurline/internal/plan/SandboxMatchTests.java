// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of the sandboxes that live have the labels that somebody asks for. */
class SandboxMatchTests {

    private static final RoutingKey OWN = new RoutingKey("a222222222");
    private static final String OTHER = "b333333333";
    private static final SandboxLabels PR = new SandboxLabels(Map.of("pr", "42"));
    private static final String UNROUTED =
            "{\"headers\":{},\"routing\":\"OVERRIDES\",\"routed\":false,\"forks\":[],\"onRequest\":[],\"secrets\":[]}";

    @Test
    void takesThoseThatHaveAllLabelsAndPerhapsMore() {
        ConfigMap both = record(OTHER, "pr=42,team=pay", UNROUTED);
        ConfigMap one = record("c444444444", "team=pay", UNROUTED);

        assertThat(match(both, one).of(List.of(PR))).containsExactly(both);
        assertThat(match(both, one).of(List.of(new SandboxLabels(Map.of("team", "pay")), PR)))
                .containsExactly(both, one);
    }

    @Test
    void neverTakesItself() {
        refuses(match(record(OWN.value(), "pr=42", UNROUTED)), "none");
    }

    @Test
    void takesNoneThatIsKept() {
        ConfigMap kept = new ConfigMapBuilder(record(OTHER, "pr=42", UNROUTED))
                .editMetadata()
                .addToOwnerReferences(new OwnerReferenceBuilder()
                        .withName("team-spurline-kept-" + OTHER)
                        .build())
                .endMetadata()
                .build();

        refuses(match(kept), "[b333333333] of [TaxIT] with [pr=42], which is kept after its tests");
    }

    @Test
    void takesNoneWhoseRoutesAreGone() {
        refuses(
                match(record(OTHER, "pr=42", UNROUTED.replace("\"routed\":false", "\"routed\":true"))),
                "[b333333333] of [TaxIT] with [pr=42], which has no routes: it is being opened or closed, or is stale");
    }

    @Test
    void takesLabelsThatAreNoneForNone() {
        refuses(match(record(OTHER, "pr:42", UNROUTED)), "[b333333333] of [TaxIT] without labels");
    }

    @Test
    void refusesOneThatDoesNotTellHowItsForksAreReached() {
        assertThatThrownBy(() -> match(record(OTHER, "pr=42", "?")).of(List.of(PR)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "The forks of sandbox [b333333333] of [TaxIT] cannot be joined: ConfigMap [shop/spurline-b333333333] does not tell how they are reached. Either that sandbox has another namespace for its own, or another version of Spurline has opened it. Join by labels that it does not have");
    }

    private static void refuses(SandboxMatch match, String living) {
        assertThatThrownBy(() -> match.of(List.of(PR)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "No sandbox has the labels [pr=42]. Living in [shop]: %s. Open it first with spurline.sandbox-labels=pr=42, or join by the labels of another one",
                        living);
    }

    private static SandboxMatch match(ConfigMap... living) {
        return new SandboxMatch(OWN, Survey.of("shop").build(), List.of(living));
    }

    private static ConfigMap record(String key, String labels, String joining) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("spurline-" + key)
                .withNamespace("shop")
                .addToLabels("spurline.dev/sandbox", key)
                .endMetadata()
                .addToData(Map.of("owner", "TaxIT", "labels", labels, "joining", joining))
                .build();
    }
}
