// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SharedRouteTests {

    private static final List<String> KEYS =
            List.of("kaaaaaaaaa", "kbbbbbbbbb", "kccccccccc", "kddddddddd", "keeeeeeeee", "kfffffffff");

    private static final String ONE = KEYS.get(0);
    private static final String TWO = KEYS.get(1);
    private static final String THREE = KEYS.get(2);

    /** The user's own rules; the name of a delegate of theirs ends in ten letters, as a key does. */
    private static final String TAIL =
            "{delegate: {name: reviews-collection}}, {timeout: 3s, futureField: {deep: [1]}}";

    @Property(tries = 300)
    void holdsWhoeverHasJoinedAndNobodyElseInWhateverOrder(@ForAll long seed) {
        Random random = new Random(seed);
        boolean rules = random.nextBoolean();
        Optional<SharedRoute> there = Optional.empty();
        Set<String> joined = new LinkedHashSet<>();
        for (int i = 0; i < 40; i++) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            if (random.nextBoolean()) {
                SharedRoute planned = rules ? withRules(key) : withSlot(key);
                SharedRoute after =
                        there.map(now -> planned.joined(now, joined::contains)).orElse(planned);
                joined.add(key);
                assertThat(planned.isIn(after)).isTrue();
                assertThat(planned.joined(after, joined::contains).sameContent(after))
                        .isTrue();
                there = Optional.of(after);
            } else {
                there = there.flatMap(now -> now.left(key::equals));
                joined.remove(key);
            }
            assertThat(there.map(SharedRoute::keys).orElse(Set.of())).containsExactlyElementsOf(joined);
            there.ifPresent(
                    now -> assertThat(tail(now)).isEqualTo(rules ? List.of() : List.copyOf(tail(withSlot(ONE)))));
        }
    }

    @Test
    void isLaterThanAFrameThatDerivesFromAnEarlierStateOfTheSameObjectOrFromNone() {
        String spec = "{hosts: [pricing], http: [%s]}".formatted(TAIL);
        SharedRoute planned = shared("2026-03-01T10:00:00Z u-1 3", spec);

        assertThat(planned.isLaterThan(shared("", spec))).isTrue();
        assertThat(planned.isLaterThan(shared("2026-03-01T10:00:00Z u-1 2", spec)))
                .isTrue();
        assertThat(planned.isLaterThan(shared("2026-03-01T10:00:00Z u-1 3", spec)))
                .isFalse();
        assertThat(planned.isLaterThan(shared("2026-03-01T10:00:00Z u-1 4", spec)))
                .isFalse();
        assertThat(planned.isLaterThan(shared("2026-02-01T10:00:00Z u-0 9", spec)))
                .isFalse();
        assertThat(shared("", spec).isLaterThan(planned)).isFalse();
    }

    @Test
    void hasAnotherFrameThanOneOfAnotherObjectOrOfNone() {
        String spec = "{hosts: [pricing], http: [%s]}".formatted(TAIL);
        String other = "{hosts: [pricing], http: [{timeout: 3s}]}";
        SharedRoute planned = shared("2026-03-01T10:00:00Z u-1 3", spec);

        assertThat(planned.hasOtherFrame(shared("2026-03-01T10:00:00Z u-1 3", spec)))
                .isFalse();
        assertThat(planned.hasOtherFrame(shared("2026-03-01T10:00:00Z u-0 9", spec)))
                .isFalse();
        assertThat(planned.hasOtherFrame(shared("2026-03-01T10:00:00Z u-0 9", other)))
                .isTrue();
        assertThat(planned.hasOtherFrame(shared("", other))).isTrue();
        assertThat(shared("", spec).hasOtherFrame(shared("2026-03-01T10:00:00Z u-1 3", other)))
                .isTrue();
        assertThat(planned.hasOtherFrame(shared("2026-03-01T10:00:00Z u-1 4", other)))
                .as("a later state of the same object")
                .isFalse();
        assertThat(planned.hasOtherFrame(
                        shared("2026-03-01T10:00:00Z u-1 3", "{hosts: [other], http: [%s]}".formatted(TAIL))))
                .isTrue();
    }

    /** A label does not count up the generation of the object that it is copied from. */
    @Test
    void takesTheRevisionWithTheFrame() {
        SharedRoute there = derived(ONE, "2026-01-01T00:00:00Z uid-1 9", "1s");
        SharedRoute labelled = derived(TWO, "2026-01-01T00:00:00Z uid-1 9", "1s");
        labelled.object().getMetadata().setLabels(new TreeMap<>(SpurlineLabels.shared("pricing")));
        labelled.object().getMetadata().getLabels().put(ObjectRevision.LABEL, "canary");

        SharedRoute after = labelled.joined(there, key -> true);

        assertThat(labelled.hasOtherFrame(there)).isTrue();
        assertThat(after.sameContent(there)).isFalse();
        assertThat(after.object().getMetadata().getLabels()).containsEntry(ObjectRevision.LABEL, "canary");
        assertThat(after.left(ONE::equals).orElseThrow().object().getMetadata().getLabels())
                .containsEntry(ObjectRevision.LABEL, "canary");
        assertThat(derived(ONE, "2026-01-01T00:00:00Z uid-1 9", "1s")
                        .joined(after, key -> true)
                        .object()
                        .getMetadata()
                        .getLabels())
                .doesNotContainKey(ObjectRevision.LABEL);
    }

    @Test
    void dropsWhatSandboxesLeftBehindThatLiveNoMore() {
        SharedRoute there = withSlot(TWO).joined(withSlot(ONE), key -> true);

        SharedRoute after = withSlot(THREE).joined(there, TWO::equals);

        assertThat(after.keys()).containsExactly(TWO, THREE);
        assertThat(tail(after)).isEqualTo(tail(there));
    }

    @Test
    void neverAsksWhetherItsOwnSandboxLives() {
        SharedRoute there = withSlot(ONE);

        SharedRoute after = withSlot(ONE).joined(there, key -> false);

        assertThat(after.sameContent(there)).isTrue();
    }

    @Test
    void keepsTheMetadataAndTheUnknownFieldsOfWhatIsThere() {
        SharedRoute there = shared("", "{hosts: [pricing], futureField: 1, http: [{timeout: 3s}]}");
        there.object().getMetadata().setResourceVersion("17");
        there.object().getMetadata().setAnnotations(Map.of("team", "shop"));

        SharedRoute after = shared("", "{hosts: [pricing], http: [%s, {timeout: 3s}]}".formatted(slot(ONE)))
                .joined(there, key -> true);

        assertThat(after.object().getMetadata()).isEqualTo(there.object().getMetadata());
        assertThat(spec(after))
                .isEqualTo(JsonTrees.parse(
                        "{hosts: [pricing], futureField: 1, http: [%s, {timeout: 3s}]}".formatted(slot(ONE))));
    }

    @Test
    void replacesTheSandboxesOwnEntriesInTheirPlace() {
        SharedRoute there = withRules(TWO).joined(withRules(ONE), key -> true);
        SharedRoute later = shared("", "{http: [{name: spurline-%s-0, timeout: 9s}]}".formatted(ONE));

        SharedRoute after = later.joined(there, key -> true);

        assertThat(later.isIn(there)).isFalse();
        assertThat(later.isIn(after)).isTrue();
        assertThat(spec(after).path("http").findValuesAsText("name"))
                .containsExactly(
                        "spurline-%s-0".formatted(ONE), "spurline-%s-0".formatted(TWO), "spurline-%s-1".formatted(TWO));
    }

    @Test
    void takesTheFrameOfTheLaterKnowledge() {
        SharedRoute earlier = derived(ONE, "2026-01-01T00:00:00Z uid-1 9", "1s");
        SharedRoute edited = derived(TWO, "2026-01-01T00:00:00Z uid-1 10", "2s");
        SharedRoute replaced = derived(THREE, "2026-01-02T00:00:00Z uid-2 1", "3s");

        assertThat(timeout(edited.joined(earlier, key -> true))).isEqualTo("2s");
        assertThat(timeout(earlier.joined(edited, key -> true))).isEqualTo("2s");
        assertThat(timeout(replaced.joined(edited, key -> true))).isEqualTo("3s");
        assertThat(replaced.joined(edited, key -> true).object().getMetadata().getAnnotations())
                .containsEntry(SharedRoute.SOURCE, "2026-01-02T00:00:00Z uid-2 1");
    }

    /** Of what else it derives from, as the delegates of that object, or another one that is older, no version tells. */
    @Test
    void takesTheFrameOfTheWriterWhereNoVersionTellsWhichIsLater() {
        SharedRoute there = derived(ONE, "2026-01-02T00:00:00Z uid-2 1", "1s");
        SharedRoute otherDelegate = derived(TWO, "2026-01-02T00:00:00Z uid-2 1", "2s");
        SharedRoute olderObject = derived(TWO, "2026-01-01T00:00:00Z uid-1 9", "3s");

        assertThat(timeout(otherDelegate.joined(there, key -> true))).isEqualTo("2s");
        assertThat(timeout(olderObject.joined(there, key -> true))).isEqualTo("3s");
    }

    /** A delegate has no delegates, so that an object with slots becomes one with rules at once, and the other way round. */
    @Test
    void dropsEntriesOfTheOtherKindWithTheirFrame() {
        SharedRoute slots = withSlot(TWO).joined(withSlot(ONE), key -> true);

        SharedRoute rules = withRules(ONE).joined(slots, key -> true);

        assertThat(rules.keys()).containsExactly(ONE);
        assertThat(spec(rules).has("hosts")).isFalse();
        assertThat(tail(rules)).isEmpty();
        assertThat(withRules(TWO).joined(rules, key -> true).keys()).containsExactly(ONE, TWO);
        assertThat(withSlot(TWO).joined(rules, key -> true).sameContent(withSlot(TWO)))
                .isTrue();
    }

    @Test
    void waitsWithItsEntriesWhereALaterFrameHasTheOtherKind() {
        SharedRoute early = derived(TWO, "2026-01-01T00:00:00Z uid-1 1", "1s");
        SharedRoute late = shared("2026-01-01T00:00:00Z uid-1 2", "{http: [{name: spurline-%s-0}]}".formatted(ONE));

        SharedRoute after = early.joined(late, key -> true);

        assertThat(after.sameContent(late)).isTrue();
        assertThat(early.isIn(after)).isFalse();
    }

    @Test
    void takesTheFrameOfTheWriterWhereOneDerivesFromNothing() {
        SharedRoute none = derived(ONE, "", "1s");
        SharedRoute some = derived(TWO, "2026-01-01T00:00:00Z uid-1 9", "2s");

        assertThat(timeout(none.joined(some, key -> true))).isEqualTo("1s");
        assertThat(timeout(some.joined(none, key -> true))).isEqualTo("2s");
        assertThat(none.joined(some, key -> true).object().getMetadata().getAnnotations())
                .isEmpty();
    }

    @Test
    void isForTheCallersOfAllWhoShareIt() {
        SharedRoute there = shared("", "{exportTo: [shop, web], http: [%s]}".formatted(slot(ONE)));
        SharedRoute planned = shared("", "{exportTo: [shop, far], http: [%s]}".formatted(slot(TWO)));
        SharedRoute everywhere = shared("", "{exportTo: ['*'], http: [%s]}".formatted(slot(THREE)));

        assertThat(exportTo(planned.joined(there, key -> true))).isEqualTo("[\"shop\",\"web\",\"far\"]");
        assertThat(exportTo(planned.joined(everywhere, key -> true))).isEqualTo("[\"shop\",\"far\"]");
        assertThat(exportTo(everywhere.joined(there, key -> true))).isEqualTo("[\"*\"]");
        assertThat(planned.joined(planned.joined(there, key -> true), key -> true)
                        .sameContent(planned.joined(there, key -> true)))
                .isTrue();
    }

    @Test
    void isToldByItsLabel() {
        GenericKubernetesResource other = withSlot(ONE).object();
        other.getMetadata().setLabels(Map.of(SpurlineLabels.SANDBOX, ONE));

        assertThat(SharedRoute.of(withSlot(ONE).object())).isPresent();
        assertThat(SharedRoute.of(other)).isEmpty();
    }

    @Test
    void growsByAtMost150BytesASandbox() {
        int one = bytes(withSlot(ONE));

        SharedRoute two = withSlot(TWO).joined(withSlot(ONE), key -> true);

        assertThat(bytes(two) - one).isBetween(1, 150);
    }

    /** What a user calls the slot of a Service {@code order-processing} ends in ten letters, as the delegate of a sandbox does. */
    @Test
    void theSlotOfAnotherServiceIsOfTheTail() {
        JsonNode slot = JsonTrees.parse("{delegate: {name: spurline-order-processing, namespace: shop}}");

        assertThat(SharedRoute.key(slot, "pricing")).isEmpty();
        assertThat(SharedRoute.key(slot, "order")).contains("processing");
    }

    @Test
    void aDelegateIsKnownWhateverPrefixItsEngineHasAndHoweverLongTheService() {
        String service = "a-service-with-a-name-that-is-too-long-for-a-key-behind-it";
        RoutingKey key = new RoutingKey(ONE);

        assertThat(List.of("", "ci-", "team-a-preview-"))
                .allSatisfy(prefix -> assertThat(SharedRoute.key(
                                JsonTrees.parse("{delegate: {name: %s, namespace: shop}}"
                                        .formatted(new SandboxNames(prefix, key).delegate(service))),
                                service))
                        .contains(ONE));
    }

    private static int bytes(SharedRoute route) {
        return JsonTrees.tree(route.object()).toString().length();
    }

    private static String timeout(SharedRoute route) {
        JsonNode http = spec(route).path("http");
        return http.get(http.size() - 1).path("timeout").asText();
    }

    private static String exportTo(SharedRoute route) {
        return spec(route).path("exportTo").toString();
    }

    private static List<JsonNode> tail(SharedRoute route) {
        List<JsonNode> tail = new ArrayList<>();
        spec(route).path("http").forEach(element -> {
            if (SharedRoute.key(element, "pricing").isEmpty()) {
                tail.add(element);
            }
        });
        return tail;
    }

    private static JsonNode spec(SharedRoute route) {
        return JsonTrees.tree(route.object()).path("spec");
    }

    private static SharedRoute withSlot(String key) {
        return shared("", "{hosts: [pricing.shop.svc.cluster.local], http: [%s, %s]}".formatted(slot(key), TAIL));
    }

    private static SharedRoute withRules(String key) {
        return shared("", "{http: [{name: spurline-%1$s-0}, {name: spurline-%1$s-1}]}".formatted(key));
    }

    /** Engines may read different namespaces: who could not have seen what a frame derives from leaves it as it is. */
    @Test
    void leavesAFrameThatDerivesFromWhatItsEngineCannotSee() {
        SharedRoute seen = derived(ONE, "2026-01-01T00:00:00Z uid-1 9 elsewhere", "1s");
        SharedRoute blind = knowing("shop", derived(TWO, "", "2s"));
        SharedRoute other = knowing("shop", derived(TWO, "2026-02-01T00:00:00Z uid-2 1 shop", "2s"));

        assertThat(blind.hasOtherFrame(seen)).isFalse();
        assertThat(other.hasOtherFrame(seen)).isFalse();
        assertThat(timeout(blind.joined(seen, key -> true))).isEqualTo("1s");
        assertThat(blind.joined(seen, key -> true).keys()).containsExactly(ONE, TWO);
        assertThat(knowing("shop elsewhere", derived(TWO, "", "2s")).hasOtherFrame(seen))
                .isTrue();
        assertThat(derived(TWO, "", "2s").hasOtherFrame(seen))
                .as("all namespaces are known")
                .isTrue();
        assertThat(blind.hasOtherFrame(derived(ONE, "2026-01-01T00:00:00Z uid-1 9 shop", "1s")))
                .as("it is gone")
                .isTrue();
    }

    @Test
    void tellsWhichNamespaceItsEngineWouldHaveToSee() {
        SharedRoute there =
                shared("2026-01-01T00:00:00Z u-1 2 elsewhere", "{http: [{name: spurline-%s-0}]}".formatted(ONE));

        assertThat(knowing("shop", derived(TWO, "", "1s")).unseenSource(there)).contains("elsewhere");
        assertThat(knowing("shop elsewhere", derived(TWO, "", "1s")).unseenSource(there))
                .isEmpty();
        assertThat(derived(TWO, "", "1s").unseenSource(there)).isEmpty();
    }

    /** Whatever the order of their writes: once the one that sees more has written, nobody writes anything else. */
    @Property(tries = 300)
    void theFrameOfTheEngineThatSeesMoreStays(@ForAll long seed) {
        Random random = new Random(seed);
        SharedRoute sees = derived(ONE, "2026-01-01T00:00:00Z uid-1 9 elsewhere", "1s");
        List<SharedRoute> blind = List.of(
                knowing("shop", derived(TWO, "", "2s")),
                knowing("shop web", derived(THREE, "2026-02-01T00:00:00Z uid-2 1 web", "3s")));
        SharedRoute there = blind.get(random.nextInt(blind.size()));
        boolean written = false;
        for (int i = 0; i < 20; i++) {
            boolean more = random.nextInt(3) == 0;
            SharedRoute writer = more ? sees : blind.get(random.nextInt(blind.size()));
            if (!writer.isIn(there) || writer.isLaterThan(there) || writer.hasOtherFrame(there)) {
                there = writer.joined(there, key -> true);
            }
            written |= more;
            boolean stays = written;
            assertThat(writer.isIn(there)).isTrue();
            assertThat(timeout(there)).matches(timeout -> !stays || timeout.equals("1s"));
        }
    }

    private static SharedRoute knowing(String namespaces, SharedRoute route) {
        Map<String, String> annotations =
                new TreeMap<>(route.object().getMetadata().getAnnotations());
        annotations.put(SharedRoute.KNOWN, namespaces);
        route.object().getMetadata().setAnnotations(annotations);
        return route;
    }

    private static SharedRoute derived(String key, String source, String timeout) {
        return shared(source, "{http: [%s, {timeout: %s}]}".formatted(slot(key), timeout));
    }

    private static String slot(String key) {
        return "{delegate: {name: spurline-pricing-%s, namespace: shop}}".formatted(key);
    }

    private static SharedRoute shared(String source, String spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion("networking.istio.io/v1");
        object.setKind("VirtualService");
        object.setMetadata(new ObjectMetaBuilder()
                .withName("spurline-pricing")
                .withNamespace("shop")
                .withLabels(SpurlineLabels.shared("pricing"))
                .withAnnotations(source.isEmpty() ? Map.of() : Map.of(SharedRoute.SOURCE, source))
                .build());
        object.setAdditionalProperty("spec", JsonTrees.map(JsonTrees.parse(spec)));
        return new SharedRoute(object);
    }
}
