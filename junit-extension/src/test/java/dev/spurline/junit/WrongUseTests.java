// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong use ends with one message that a reader of a CI log can act on. */
class WrongUseTests {

    private static final String HERE = "dev.spurline.junit.WrongUseTestCase$";

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUses")
    void isRefusedWithOneMessage(Class<?> wrong, String message) {
        TestRun run = TestRun.of(wrong);

        // Which name is nearest depends on the environment; which clients there are, and how they are told,
        // ClientAdaptersTests asserts.
        assertThat(run.messages())
                .extracting(text -> text.replaceAll(" \\(nearest: \\[.*?]\\)", "")
                        .replaceAll("it stands on .*", "it stands on CLIENTS"))
                .containsExactly(message.replace("HERE", HERE));
        assertThat(run.passed()).isZero();
    }

    static Stream<Arguments> wrongUses() {
        return Stream.of(definitions(), doors(), clients(), fields()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> definitions() {
        return Stream.of(
                arguments(
                        WrongUseTestCase.NoFork.class,
                        "@Sandbox of [HERENoFork] names no fork: add one, such as fork = @Fork(\"pricing\")"),
                arguments(
                        WrongUseTestCase.NoWorkload.class,
                        "@Sandbox of [HERENoWorkload]: Workload [a/b/c] is neither [name] nor [kind/name], such as"
                                + " [pricing] or [deployment/pricing]"),
                arguments(
                        WrongUseTestCase.TwoForksOfOneWorkload.class,
                        "@Sandbox of [HERETwoForksOfOneWorkload]: Workload [deployment/pricing] is forked twice in one"
                                + " sandbox: put all overrides into one fork"),
                arguments(
                        WrongUseTestCase.EnvWithoutValue.class,
                        "@Sandbox of [HEREEnvWithoutValue]: @Fork(\"pricing\") has an env entry that is not"
                                + " [NAME=value]"),
                arguments(
                        WrongUseTestCase.EnvWithoutName.class,
                        "@Sandbox of [HEREEnvWithoutName]: @Fork(\"pricing\") has an env entry that is not"
                                + " [NAME=value]"),
                arguments(
                        WrongUseTestCase.EnvTwice.class,
                        "@Sandbox of [HEREEnvTwice]: @Fork(\"pricing\") names variable [A] twice in env,"
                                + " secretEnv and unset: keep one of them"),
                arguments(
                        WrongUseTestCase.EnvAndSecretEnv.class,
                        "@Sandbox of [HEREEnvAndSecretEnv]: @Fork(\"pricing\") names variable [A] twice in env,"
                                + " secretEnv and unset: keep one of them"),
                arguments(
                        WrongUseTestCase.SecretEnvWithoutValue.class,
                        "@Sandbox of [HERESecretEnvWithoutValue]: @Fork(\"pricing\") has a secretEnv entry that is not"
                                + " [NAME=value]"),
                arguments(
                        WrongUseTestCase.UnresolvedSecret.class,
                        "Placeholder [${NOT_SET_AT_ALL}] in @Fork(\"pricing\") in"
                                + " @Sandbox of [HEREUnresolvedSecret] has no value and no default. Searched:"
                                + " system property NOT_SET_AT_ALL, JUnit parameter NOT_SET_AT_ALL, environment"
                                + " variable NOT_SET_AT_ALL"),
                arguments(
                        WrongUseTestCase.SetAndUnset.class,
                        "@Sandbox of [HERESetAndUnset]: @Fork(\"pricing\") names variable [A] twice in env,"
                                + " secretEnv and unset: keep one of them"),
                arguments(
                        WrongUseTestCase.UnsetWithoutName.class,
                        "@Sandbox of [HEREUnsetWithoutName]: @Fork(\"pricing\") unsets a variable without a name"),
                arguments(
                        WrongUseTestCase.NoDuration.class,
                        "timeout of @Sandbox of [HERENoDuration] is [soon], which is not a duration such as 500ms, 60s,"
                                + " 2m or 1h"),
                arguments(
                        WrongUseTestCase.NoTime.class,
                        "timeout of @Sandbox of [HERENoTime] is [0s], which is less than 1ms"),
                arguments(
                        WrongUseTestCase.UnresolvedPlaceholder.class,
                        "Placeholder [${NOT_SET_AT_ALL}] in @Fork(\"pricing\") in"
                                + " @Sandbox of [HEREUnresolvedPlaceholder] has no value and no default. Searched:"
                                + " system property NOT_SET_AT_ALL, JUnit parameter NOT_SET_AT_ALL, environment"
                                + " variable NOT_SET_AT_ALL"),
                arguments(
                        WrongUseTestCase.OpenPlaceholder.class,
                        "Placeholder [${OPEN] in @Fork(\"pricing\") in @Sandbox of [HEREOpenPlaceholder] is"
                                + " not closed: a } is missing"),
                arguments(
                        WrongUseTestCase.MissingPatch.class,
                        "@Fork(\"pricing\") in @Sandbox of [HEREMissingPatch]: patch [classpath:not-there.yaml] is not"
                                + " on the class path"),
                arguments(
                        WrongUseTestCase.UnusableBlueprint.class,
                        "Blueprint [HERENeedsArgument] cannot be made: it needs a constructor without parameters that"
                                + " succeeds (java.lang.NoSuchMethodException: HERENeedsArgument.<init>())"),
                arguments(
                        WrongUseTestCase.Fine.class,
                        "No cluster is chosen: set spurline.context=<context of your kubeconfig> for a cluster that"
                                + " runs, or name a blueprint for an embedded one (@Sandbox(blueprint = …) or"
                                + " spurline.blueprint). The current context is never used just because it is"
                                + " current"));
    }

    private static Stream<Arguments> doors() {
        return Stream.of(
                arguments(
                        WrongUseTestCase.BothDoors.class,
                        "Class [HEREBothDoors] has two sandboxes: @Sandbox of [HEREBothDoors] and field"
                                + " [HEREBothDoors.sandbox]. Keep one of them"),
                arguments(
                        WrongUseTestCase.TwoBuilders.class,
                        "Class [HERETwoBuilders] has two sandboxes: field [HERETwoBuilders.one] and field"
                                + " [HERETwoBuilders.two]. Keep one of them"),
                arguments(
                        WrongUseTestCase.InstanceBuilder.class,
                        "field [HEREInstanceBuilder.sandbox] is not static: a sandbox belongs to the class, so make the"
                                + " field static"),
                arguments(
                        WrongUseTestCase.InstanceBuilderPerClass.class,
                        "field [HEREInstanceBuilderPerClass.sandbox] is not static: a sandbox belongs to the class, so"
                                + " make the field static"),
                arguments(
                        WrongUseTestCase.BuilderWithoutFork.class,
                        "field [HEREBuilderWithoutFork.sandbox] names no fork: add one, such as fork ="
                                + " @Fork(\"pricing\")"),
                arguments(
                        WrongUseTestCase.BuilderWithoutTime.class,
                        "timeout of field [HEREBuilderWithoutTime.sandbox] is [PT0S], which is less than 1ms"),
                arguments(
                        WrongUseTestCase.BuilderWithTwins.class,
                        "field [HEREBuilderWithTwins.sandbox]: Workload [deployment/cart] is forked twice in one"
                                + " sandbox: put all overrides into one fork"),
                arguments(
                        WrongUseTestCase.NoDeclaration.class,
                        "SandboxExtension is registered for [HERENoDeclaration] without a sandbox: use @Sandbox, or one"
                                + " static field with @RegisterExtension and SandboxExtension.builder()"),
                arguments(
                        WrongUseTestCase.ReachesForkWithoutSandbox.class,
                        "@ReachesFork on [HEREReachesForkWithoutSandbox#test] has no sandbox whose forks it could reach:"
                                + " add @Sandbox to the class or the method"),
                arguments(
                        WrongUseTestCase.TwoAnnotations.class,
                        "[HERETwoAnnotations] has two sandboxes: @CartSandbox and @Sandbox. Keep one of them"),
                arguments(
                        WrongUseTestCase.OnNoTestMethod.class,
                        "@Sandbox on [HEREOnNoTestMethod#setUp] has no effect, because it is no test method"));
    }

    private static Stream<Arguments> clients() {
        return Stream.of(
                arguments(
                        WrongUseTestCase.ClientWithService.class,
                        "Parameter [client] of [HEREClientWithService#test] cannot take @Routed(\"storefront\"):"
                                + " [HttpClient] has no address of its own. Write @Routed HttpClient, and take the"
                                + " address from @Routed(\"storefront\") URI"),
                arguments(
                        WrongUseTestCase.BaselineClient.class,
                        "Parameter [client] of [HEREBaselineClient#test] cannot take @Baseline(\"storefront\"): a"
                                + " client without the key is any HttpClient; take the address from"
                                + " @Baseline(\"storefront\") URI"),
                arguments(
                        WrongUseTestCase.AddressWithoutService.class,
                        "Parameter [uri] of [HEREAddressWithoutService#test] names no service: write"
                                + " @Routed(\"service\") or @Routed(\"service:port\")"),
                arguments(
                        WrongUseTestCase.BadService.class,
                        "Parameter [uri] of [HEREBadService#test] names the service [http://storefront:80], which is"
                                + " none of [name], [name:port], [namespace/name] and [namespace/name:port]"),
                arguments(
                        WrongUseTestCase.UnknownType.class,
                        "Parameter [text] of [HEREUnknownType#test] of type [java.lang.String] cannot take"
                                + " @Routed(\"storefront\"): it stands on CLIENTS"),
                arguments(
                        WrongUseTestCase.BaselineOnUnknownType.class,
                        "Parameter [sandbox] of [HEREBaselineOnUnknownType#test] of type [dev.spurline.LiveSandbox]"
                                + " cannot take @Baseline(\"storefront\"): it stands on CLIENTS"),
                arguments(
                        WrongUseTestCase.WrongSupplier.class,
                        "Parameter [text] of [HEREWrongSupplier#test] of type"
                                + " [java.util.function.Supplier<java.lang.String>] cannot take"
                                + " @Routed(\"storefront\"): it stands on CLIENTS"),
                arguments(
                        WrongUseTestCase.RoutedAndBaseline.class,
                        "Parameter [uri] of [HERERoutedAndBaseline#test] has both @Routed and @Baseline: keep one of"
                                + " them"));
    }

    private static Stream<Arguments> fields() {
        String shared =
                " would be seen by several tests, and what one adds to a RequestSpecification the next one sends"
                        + " too: take Supplier<RequestSpecification>";
        String early = " needs a sandbox before there is a test, but @Sandbox of [HERE%s] has the scope METHOD: inject"
                + " into the test method, or use Scope.CLASS";
        return Stream.of(
                arguments(
                        WrongUseTestCase.StaticSpecification.class,
                        "Field [HEREStaticSpecification.storefront]" + shared),
                arguments(
                        WrongUseTestCase.SharedSpecification.class,
                        "Field [HERESharedSpecification.storefront]" + shared),
                arguments(
                        WrongUseTestCase.SharedSpecificationInConstructor.class,
                        "Parameter [storefront] of the constructor of [HERESharedSpecificationInConstructor]" + shared),
                arguments(
                        WrongUseTestCase.FinalField.class,
                        "Field [HEREFinalField.storefront] is final, so it cannot be injected"),
                arguments(
                        WrongUseTestCase.Heir.class,
                        "Field [HERESharedByHeirs.sandbox] is static, so all subclasses share it, each with a sandbox"
                                + " of its own: it cannot be injected for [HEREHeir]. Make it an instance field"),
                arguments(
                        WrongUseTestCase.StaticFieldPerMethod.class,
                        "Field [HEREStaticFieldPerMethod.sandbox]" + early.formatted("StaticFieldPerMethod")),
                arguments(
                        WrongUseTestCase.BeforeAllPerMethod.class,
                        "Parameter [sandbox] of [HEREBeforeAllPerMethod#setUp]"
                                + early.formatted("BeforeAllPerMethod")),
                arguments(
                        WrongUseTestCase.FieldPerClassPerMethod.class,
                        "Field [HEREFieldPerClassPerMethod.sandbox]" + early.formatted("FieldPerClassPerMethod")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spurline.evidence | maybe | is not required, warn or off",
                "spurline.dry-run | yes | is not true or false: did you mean [true]?",
                "spurline.anchor | nonne | is not job or none: did you mean [none]?",
                "spurline.timeout | 90 | is not a duration such as 500ms, 60s, 2m or 1h: did you mean [90s]?"
            })
    void mayNotSetAValueOfAnotherType(String name, String value, String why) {
        TestRun run = TestRun.with(Map.of(name, value), WrongUseTestCase.Fine.class);

        assertThat(run.messages())
                .containsExactly(
                        "Setting [%s] is [%s] by JUnit parameter %s, which %s".formatted(name, value, name, why));
    }

    @Test
    void mayNotSetAValueOfAnotherTypeForASandboxOfAMethodEither() {
        TestRun run = TestRun.with(Map.of("spurline.dry-run", "1"), WrongUseTestCase.FinePerMethod.class);

        assertThat(run.ownFailures(WrongUseTestCase.FinePerMethod.class))
                .extracting(Throwable::getMessage)
                .containsExactly("Setting [spurline.dry-run] is [1] by JUnit parameter spurline.dry-run, which is not"
                        + " true or false: did you mean [true]?");
    }

    @Test
    void mayNotDryRunInCi() {
        // CI is looked up as a setting, so that a parameter can stand in for the environment variable.
        TestRun run = TestRun.with(Map.of("spurline.dry-run", "true", "CI", "true"), WrongUseTestCase.Fine.class);

        assertThat(run.messages())
                .containsExactly("spurline.dry-run is [true] by JUnit parameter spurline.dry-run and the environment"
                        + " variable CI is set: a dry run tests nothing, so it would make CI green for no reason. Unset"
                        + " one of them");
    }
}
