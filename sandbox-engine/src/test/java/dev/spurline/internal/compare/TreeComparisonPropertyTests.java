// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.compare.TreeComparison.Result;
import dev.spurline.internal.compare.TreeComparison.TreeDifference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever documents look like: no difference is invented, and none is overlooked. */
class TreeComparisonPropertyTests {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AnswerPath BODY = AnswerPath.ROOT.member(AnswerPath.JSON);
    private static final String CHANGED = "changed by the test";

    /** A place of a document, and how to change what stands there. */
    private record Spot(AnswerPath path, Consumer<JsonNode> change, Runnable removal) {}

    @Property
    void equalDocumentsHaveNoDifference(@ForAll("documents") JsonNode document) {
        Result result = compare(List.of(), List.of(), document, document.deepCopy(), document.deepCopy());

        assertThat(result).isEqualTo(new Result(List.of(), List.of()));
    }

    @Property
    void eachChangeIsFoundAtItsPlaceAndNowhereElse(@ForAll("documents") JsonNode document, @ForAll Random random) {
        JsonNode other = document.deepCopy();
        Spot spot = anySpot(other, random);
        spot.change().accept(NODES.textNode(CHANGED));

        assertThat(compare(List.of(), List.of(), document, document, other).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.path()).isEqualTo(spot.path());
                    assertThat(difference.fork()).isEqualTo(NODES.textNode(CHANGED));
                });
    }

    @Property
    void whatIsMissingIsFoundAtItsPlace(@ForAll("documents") JsonNode document, @ForAll Random random) {
        JsonNode other = document.deepCopy();
        Spot spot = anySpot(other, random);
        spot.removal().run();

        List<TreeDifference> missing =
                compare(List.of(), List.of(), document, document, other).differences();
        assertThat(missing).isNotEmpty();
        assertThat(missing).anyMatch(difference -> difference.fork().isMissingNode());
        assertThat(compare(List.of(), List.of(), other, other, document).differences())
                .extracting(TreeDifference::path)
                .containsExactlyInAnyOrderElementsOf(
                        missing.stream().map(TreeDifference::path).toList());
    }

    /** The place is told in such a way that it can be ignored. */
    @Property
    void ignoringAPlaceHidesIt(@ForAll("documents") JsonNode document, @ForAll Random random) {
        JsonNode other = document.deepCopy();
        Spot spot = anySpot(other, random);
        spot.change().accept(NODES.textNode(CHANGED));

        List<PlacePattern> ignored = List.of(PlacePattern.parse(spot.path().toString()));
        assertThat(compare(ignored, List.of(), document, document, other).differences())
                .isEmpty();
        assertThat(PlacePattern.parse(spot.path().toString()).path()).isEqualTo(spot.path());
    }

    @Property
    void whatVariesByItselfIsNoDifference(@ForAll("documents") JsonNode document, @ForAll Random random) {
        JsonNode again = document.deepCopy();
        JsonNode fork = document.deepCopy();
        long seed = random.nextLong();
        Spot spot = anySpot(again, new Random(seed));
        spot.change().accept(NODES.textNode("another time"));
        anySpot(fork, new Random(seed)).change().accept(NODES.textNode(CHANGED));

        Result result = compare(List.of(), List.of(), document, again, fork);
        assertThat(result.differences()).isEmpty();
        assertThat(result.varying()).containsExactly(spot.path());
    }

    @Property
    void theOrderOfUnorderedArraysMakesNoDifference(
            @ForAll("lists") List<JsonNode> elements, @ForAll Random random, @ForAll Random other) {
        List<PlacePattern> unordered = List.of(PlacePattern.parse("$"));

        assertThat(compare(
                        List.of(),
                        unordered,
                        array(elements),
                        array(shuffled(elements, random)),
                        array(shuffled(elements, other))))
                .isEqualTo(new Result(List.of(), List.of()));
    }

    @Property
    void oneChangeInAnUnorderedArrayIsOneDifference(
            @ForAll("lists") List<JsonNode> elements, @ForAll Random random, @ForAll("places") int place) {
        Assume.that(!elements.isEmpty());
        List<JsonNode> changed = new ArrayList<>(elements);
        changed.set(place % elements.size(), NODES.textNode(CHANGED));

        assertThat(compare(
                                List.of(),
                                List.of(PlacePattern.parse("$")),
                                array(elements),
                                array(elements),
                                array(shuffled(changed, random)))
                        .differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.fork()).isEqualTo(NODES.textNode(CHANGED));
                    assertThat(difference.baseline()).isEqualTo(elements.get(place % elements.size()));
                });
    }

    private static Result compare(
            List<PlacePattern> ignored,
            List<PlacePattern> unordered,
            JsonNode baseline,
            JsonNode again,
            JsonNode fork) {
        ComparisonRules rules = new ComparisonRules(ignored, List.of(), unordered, List.of());
        return TreeComparison.compare(rules, BODY, baseline, again, fork);
    }

    private static ArrayNode array(List<JsonNode> elements) {
        return NODES.arrayNode().addAll(elements);
    }

    private static List<JsonNode> shuffled(List<JsonNode> elements, Random random) {
        List<JsonNode> shuffled = new ArrayList<>(elements);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static Spot anySpot(JsonNode document, Random random) {
        List<Spot> spots = new ArrayList<>();
        collect(BODY, document, spots);
        Assume.that(!spots.isEmpty());
        return spots.get(random.nextInt(spots.size()));
    }

    /** The values that a document ends in: whether a change of others is one or several is a matter of taste. */
    private static void collect(AnswerPath path, JsonNode node, List<Spot> spots) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                AnswerPath place = path.member(member.getKey());
                add(
                        new Spot(
                                place,
                                value -> object.set(member.getKey(), value),
                                () -> object.remove(member.getKey())),
                        member.getValue(),
                        spots);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                add(
                        new Spot(path.element(i), value -> array.set(index, value), () -> array.remove(index)),
                        array.get(i),
                        spots);
            }
        }
    }

    private static void add(Spot spot, JsonNode there, List<Spot> spots) {
        if (there.isValueNode()) {
            spots.add(spot);
        } else {
            collect(spot.path(), there, spots);
        }
    }

    @Provide
    static Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 1_000);
    }

    @Provide
    static Arbitrary<List<JsonNode>> lists() {
        return documents().list().ofMaxSize(6);
    }

    @Provide
    static Arbitrary<JsonNode> documents() {
        return tree(3);
    }

    private static Arbitrary<JsonNode> tree(int depth) {
        if (depth == 0) {
            return values();
        }
        Arbitrary<JsonNode> inner = Arbitraries.lazy(() -> tree(depth - 1));
        Arbitrary<JsonNode> arrays = inner.list().ofMaxSize(4).map(TreeComparisonPropertyTests::array);
        Arbitrary<JsonNode> objects = Arbitraries.maps(names(), inner)
                .ofMaxSize(4)
                .map(members -> NODES.objectNode().<JsonNode>setAll(members));
        return Arbitraries.frequencyOf(Tuple.of(1, values()), Tuple.of(2, arrays), Tuple.of(3, objects));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "id", "total", "a b", "it's", "*", "", "$", "[0]", "back\\slash", "a.b", "\n", "\\u0041"),
                Arbitraries.strings().ofMaxLength(5));
    }

    private static Arbitrary<JsonNode> values() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.strings().ofMaxLength(4),
                        Arbitraries.integers())
                .as((kind, text, number) -> switch (kind) {
                    case 0 -> NODES.nullNode();
                    case 1 -> NODES.booleanNode(number > 0);
                    case 2 -> NODES.numberNode(number);
                    default -> NODES.textNode(text);
                });
    }
}
