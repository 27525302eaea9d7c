// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForkMembersTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");
    private static final ForkMember PRICING = new ForkMember("pricing", "shop", 80, "pricing-k7f3q5tbma");
    private static final Map<String, String> HEADERS = KeyFormat.SPURLINE.headers(KEY);

    @Test
    void standBesideTheKeyAsMembersOfTheirOwn() {
        ForkMembers members = new ForkMembers(List.of(PRICING, new ForkMember("cart", "web", 8080, "cart-k7f3q5tbma")));

        assertThat(members.addedTo(HEADERS, Optional.empty()))
                .isEqualTo(Map.of(
                        "baggage",
                        "spurline=k7f3q5tbma,spurline-fork.pricing.shop.80=pricing-k7f3q5tbma,spurline-fork.cart.web.8080=cart-k7f3q5tbma",
                        "x-spurline-key",
                        "k7f3q5tbma"));
    }

    @Test
    void aSecretStandsBehindTheForkAndInNoText() {
        ForkMembers members = new ForkMembers(List.of(PRICING));

        assertThat(members.addedTo(HEADERS, Optional.of("s3cr3t-of-ours")))
                .containsEntry(
                        "baggage",
                        "spurline=k7f3q5tbma,spurline-fork.pricing.shop.80=pricing-k7f3q5tbma.s3cr3t-of-ours");
        assertThat(members).asString().doesNotContain("s3cr3t");
    }

    @Test
    void aSecretThatNoExpressionCouldHoldIsRefusedUntold() {
        assertThatThrownBy(() -> new ForkMembers(List.of(PRICING)).addedTo(HEADERS, Optional.of("not.this,one")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.envoy.secret has to have 8 to 64 letters, digits, dashes or underscores, so that it is part of a baggage member and of a regular expression as it is");
    }

    @Test
    void withoutMembersTheHeadersStayAsTheyAre() {
        assertThat(new ForkMembers(List.of()).addedTo(Map.of("x-tenant", "k7f3q5tbma"), Optional.empty()))
                .isEqualTo(Map.of("x-tenant", "k7f3q5tbma"));
    }

    /** Unreserved characters of RFC 3986, which are characters of tokens of RFC 7230, too: nobody encodes them. */
    @Property
    void consistOfCharactersThatNobodyEncodes(@ForAll("members") ForkMember member) {
        assertThat(member.name()).matches("[a-z0-9.-]+");
        assertThat(member.fork()).matches("[a-z0-9-]+");
        assertThat(member).hasToString(member.name() + "=" + member.fork());
    }

    @Property
    void areFoundByTheExpressionForTheirServiceAndByNoOther(
            @ForAll("members") ForkMember one, @ForAll("members") ForkMember other) {
        String baggage = "a=1;p , " + other + " , " + one + ";q=2,b";

        assertThat(fork(one, baggage)).contains(one.fork());
        assertThat(fork(one, "spurline=k7f3q5tbma," + other))
                .isEqualTo(one.equals(other) ? Optional.of(other.fork()) : Optional.empty());
    }

    @Provide
    Arbitrary<ForkMember> members() {
        Arbitrary<String> names = Arbitraries.of("pricing", "a", "cart-2", "pricing-80", "p".repeat(63));
        Arbitrary<Integer> ports = Arbitraries.of(80, 8080, 65_535);
        return Combinators.combine(names, Arbitraries.of("shop", "web-1"), ports, Arbitraries.of("", "team-"))
                .as((name, namespace, port, prefix) ->
                        new ForkMember(name, namespace, port, new SandboxNames(prefix, KEY).of(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spurline-fork.pricing.shop.80=other-k7f3q5tbma",
                "spurline-fork.pricing.shop.80=pricing",
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbm",
                "spurline-fork.pricing.shop.80=pricing-K7F3Q5TBMA",
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbma.kube-system",
                "spurline-fork.pricing.shop.80=10.0.0.1",
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbma:22",
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbma/../x",
                "spurline-fork.pricing.shop.8080=pricing-k7f3q5tbma",
                "spurline-fork.pricing.web.80=pricing-k7f3q5tbma",
                "spurline-forkxpricingxshopx80=pricing-k7f3q5tbma",
                "xspurline-fork.pricing.shop.80=pricing-k7f3q5tbma",
            })
    void nothingElseIsReachedByAHeader(String member) {
        assertThat(fork(PRICING, "a=1," + member + ",b=2")).isEmpty();
    }

    /** Where the key arrives and the member of the test does unchanged, so does one of the same characters. */
    @ParameterizedTest
    @MethodSource("passed")
    void outliveThePropagators(PropagatorCorpus.Passed passed) {
        String test = PropagatorCorpus.TEST.toString();
        String baggage = passed.joined("baggage").orElseThrow().replace(test, PRICING.toString());

        assertThat(fork(PRICING, baggage)).contains(PRICING.fork());
    }

    static Stream<PropagatorCorpus.Passed> passed() {
        return PropagatorCorpus.passed()
                .filter(passed -> !passed.loses("key"))
                .filter(passed -> passed.joined("baggage")
                        .filter(baggage -> baggage.contains(PropagatorCorpus.TEST.toString()))
                        .isPresent());
    }

    private static Optional<String> fork(ForkMember member, String baggage) {
        Matcher matcher = Pattern.compile(EnvoyLines.regex(member)).matcher(baggage);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Test
    void withoutBaggageNoRequestCouldSayIt() {
        assertThatThrownBy(() ->
                        new ForkMembers(List.of(PRICING)).addedTo(Map.of("x-tenant", "k7f3q5tbma"), Optional.empty()))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Staging overrides are members of the header [baggage], and by spurline.headers requests carry the key in [x-tenant]: let it name [baggage:<member>], too, or leave it out");
    }

    @Test
    void moreThanTenForksAreRefused() {
        List<String> workloads =
                IntStream.rangeClosed(1, 11).mapToObj(number -> "w" + number).toList();

        assertThat(ForkMembers.of(workloads.subList(0, 10), List.of(PRICING)).members())
                .containsExactly(PRICING);
        assertThat(ForkMembers.of(workloads, List.of()).members()).isEmpty();
        assertThatThrownBy(() -> ForkMembers.of(workloads, List.of(PRICING)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Sandbox has [11] forks, [w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11], and requests say of at most [10] where they are: fork less in one sandbox, or have them routed by a mesh");
    }

    @Test
    void moreMembersThanEverybodyPassesOnAreRefused() {
        List<ForkMember> ports = IntStream.rangeClosed(1, 60)
                .mapToObj(port -> new ForkMember("wide", "shop", port, "wide-k7f3q5tbma"))
                .toList();

        assertThat(new ForkMembers(ports.subList(0, 59)).addedTo(HEADERS, Optional.empty()))
                .containsKey("baggage");
        assertThatThrownBy(() -> new ForkMembers(ports).addedTo(HEADERS, Optional.empty()))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("Requests of this sandbox would carry [61] members of [")
                .hasMessageEndingWith(
                        "one for each port of [wide], and no propagator need pass on more than [60] of [7680] together with those of the application: fork less in one sandbox");
    }

    @Test
    void moreBytesThanEverybodyPassesOnAreRefused() {
        String name = "n".repeat(63);
        ForkMember longest = new ForkMember(name, name, 65_535, new SandboxNames("", KEY).of(name));

        assertThatThrownBy(() -> new ForkMembers(Collections.nCopies(40, longest)).addedTo(HEADERS, Optional.empty()))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("would carry [41] members of [8");
    }

    @Test
    void theLinesOfThePageAreThoseThatAreShown() {
        ForkMember member = new ForkMember("pricing", "shop", 8080, "pricing-k7f3q5tbma");

        assertThat(EnvoyLines.of(member, "cluster.local", "pricing", false))
                .startsWith(
                        "# of the virtual host of Service pricing; put your cluster's domain for cluster.local\ntyped_per_filter_config:\n")
                .contains(
                        "regex: '^(?:.*,)?[ \\t]*spurline-fork\\.pricing\\.shop\\.8080[ \\t]*=[ \\t]*(pricing-[a-z][a-z2-7]{9})[ \\t]*(?:[,;].*)?$'",
                        "substitution: '\\1.shop.svc.cluster.local:8080'",
                        "cluster: spurline-forks\n",
                        "# of each of its routes, instead of [cluster: pricing]\n");
        assertThat(EnvoyLines.of(member, "cluster.local", "pricing", true))
                .startsWith(
                        "# of the virtual host of Service pricing; put your cluster's domain for cluster.local, and spurline.envoy.secret for SECRET\n")
                .contains("(pricing-[a-z][a-z2-7]{9})\\.SECRET[ \\t]*(?:[,;].*)?$'");
    }
}
