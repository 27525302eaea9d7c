// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.junit.Baseline;
import dev.spurline.junit.DocumentationPage;
import dev.spurline.junit.Routed;
import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.RestClient;

/** Which adapter makes the client of a place, and what is said where none or several do. */
class ClientAdaptersTests {

    private static final String HERE = "dev.spurline.junit.internal.ClientAdaptersTests$";

    /** Each of another sort: not to be shared, with an address of its own, without. */
    private static final List<String> SORTS = List.of(
            "dev.spurline.junit.internal.restassured.RestAssuredAdapter",
            "dev.spurline.junit.internal.http.UriAdapter",
            "dev.spurline.junit.internal.http.HttpClientAdapter");

    private static final String OWN = SORTS.stream().map("[%s]"::formatted).collect(Collectors.joining(", "));

    @TempDir
    private Path directory;

    @Test
    void findsOurOwn() {
        ClientAdapters adapters = ClientAdapters.load();

        assertThat(adapters.unusable()).isEmpty();
        // Spring 7 has it, and wants JUnit 6.
        assertThat(adapters.absent()).containsExactly("dev.spurline.junit.internal.spring.RestTestClientAdapter");
        assertThat(adapters.usable())
                .hasSizeGreaterThanOrEqualTo(SORTS.size())
                .allSatisfy(adapter -> assertThat(adapters.find(adapter.type())).containsSame(adapter));
    }

    @Test
    void tellsOfOurOwnOnThePages() throws IOException {
        Path docs = DocumentationPage.root().resolve("docs");
        String page =
                Files.readString(docs.resolve("junit-extension.md")) + Files.readString(docs.resolve("clients.md"));

        assertThat(ClientAdapters.load().usable())
                .allSatisfy(adapter -> assertThat(page)
                        .contains("| `@Routed%s %s` |"
                                .formatted(
                                        adapter.namesService() ? "(\"service\")" : "",
                                        ClientAdapters.nameOf(adapter.type()))));
    }

    @Test
    void findsOthersAndNamesThoseThatAreBroken() throws IOException {
        ClientAdapters adapters = load("no.such.Adapter", nameOf(WithoutLibrary.class), nameOf(StubAdapter.class));

        assertThat(adapters.find(PriceStub.class)).containsInstanceOf(StubAdapter.class);
        assertThatThrownBy(() -> request("text", adapters))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("Field [" + HERE + "Fields.text] of type [java.lang.String] cannot take @Routed(\"price\"):"
                        + " it stands on RequestSpecification, Supplier<RequestSpecification>, URI, Stub,"
                        + " Supplier<Stub>, or without a service on HttpClient. Client adapters: " + OWN + ", ["
                        + HERE + "StubAdapter]; not usable:"
                        + " (java.util.ServiceConfigurationError: dev.spurline.junit.client.ClientAdapter: Provider"
                        + " no.such.Adapter not found), [" + HERE + "WithoutLibrary]"
                        + " (java.lang.NoClassDefFoundError: com/example/Library)");
    }

    @Test
    void leavesOutThoseThatFailWhenTheyAreAsked() throws IOException {
        ClientAdapters adapters = load(
                nameOf(WithoutType.class),
                nameOf(WithNullType.class),
                nameOf(WithoutService.class),
                nameOf(PickyAdapter.class),
                nameOf(StubAdapter.class));

        assertThat(adapters.unusable())
                .containsExactly(
                        "[" + HERE + "WithoutType] (java.lang.IllegalStateException: no registry)",
                        "[" + HERE + "WithNullType] (java.lang.NullPointerException: type() is null)",
                        "[" + HERE + "WithoutService] (java.lang.IllegalStateException: no names)");
        assertThat(adapters.find(PriceStub.class)).containsInstanceOf(StubAdapter.class);
    }

    @Test
    void namesAnAdapterThatFailsToSayWhetherATypeIsItsOwn() throws IOException {
        ClientAdapters adapters = load(nameOf(PickyAdapter.class));

        assertThat(ClientPlace.spelling(target("uri"), adapters)).contains("@Routed(\"service\") URI");
        assertThat(ClientPlace.spelling(target("text"), adapters)).isEmpty();
        assertThatThrownBy(() -> request("text", adapters))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("Field [" + HERE + "Fields.text] of type [java.lang.String] cannot take @Routed(\"price\"):"
                        + " it stands on RequestSpecification, Supplier<RequestSpecification>, URI, Integer,"
                        + " Supplier<Integer>, or without a service on HttpClient. Client adapters: " + OWN + ", ["
                        + HERE + "PickyAdapter]; not usable: [" + HERE + "PickyAdapter] (supports([java.lang.String])"
                        + " failed: java.lang.ClassCastException: class java.lang.String)");
    }

    @Test
    void refusesATypeThatTwoClaim() throws IOException {
        ClientAdapters adapters = load(nameOf(StubAdapter.class), nameOf(PriceAdapter.class));

        assertThatThrownBy(() -> request("stub", adapters))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("Field [" + HERE + "Fields.stub] cannot take @Routed(\"price\"): [" + HERE
                        + "PriceStub] is claimed by 2 client adapters: [" + HERE + "StubAdapter], [" + HERE
                        + "PriceAdapter]. Keep one of them");
    }

    @Test
    void takesASupplierOfWhatCannotBeShared() throws IOException {
        ClientAdapters adapters = load(nameOf(StubAdapter.class));

        assertThat(request("supplier", adapters)).isInstanceOf(ClientInjection.class);
        assertThatThrownBy(() -> request("addresses", adapters))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("Field [" + HERE + "Fields.addresses] of type"
                        + " [java.util.function.Supplier<java.net.URI>] cannot take @Baseline(\"price\"): it stands on"
                        + " RequestSpecification, Supplier<RequestSpecification>, URI, Stub, Supplier<Stub>. Client"
                        + " adapters: " + OWN + ", [" + HERE + "StubAdapter]");
    }

    @Test
    void offersASupplierOfABuilderByTheNameOfWhatItBuilds() {
        assertThatThrownBy(() -> request("builder", ClientAdapters.load()))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("Field [" + HERE + "Fields.builder] would be seen by several tests, and what one adds to a"
                        + " RestClient.Builder the next one sends too: take Supplier<RestClient.Builder>");
    }

    @Test
    void spellsWhatEachKindIsWrittenLike() throws IOException {
        ClientAdapters adapters = load(nameOf(StubAdapter.class));

        Map<String, String> spelled = Map.of(
                "stub", "@Routed(\"service\") PriceStub",
                "supplier", "@Routed(\"service\") Supplier<PriceStub>",
                "client", "@Routed HttpClient",
                "uri", "@Routed(\"service\") URI");

        assertThat(spelled)
                .allSatisfy((field, spelling) -> assertThat(ClientPlace.spelling(target(field), adapters))
                        .contains(spelling));
        assertThat(List.of("text", "addresses"))
                .allSatisfy(field -> assertThat(ClientPlace.spelling(target(field), adapters))
                        .isEmpty());
    }

    private static InjectionRequest request(String field, ClientAdapters adapters) {
        return InjectionRequest.of(target(field), adapters);
    }

    private static InjectionPlace target(String name) {
        return Arrays.stream(Fields.class.getDeclaredFields())
                .filter(field -> field.getName().equals(name))
                .map(field -> InjectionPlace.of(field, true))
                .map(target -> name.equals("stub") ? notShared(target) : target)
                .findFirst()
                .orElseThrow();
    }

    private static InjectionPlace notShared(InjectionPlace target) {
        return new InjectionPlace(target.element(), target.type(), target.generic(), target.place(), false);
    }

    /** Loads the adapters of a class path that registers one of each sort and these. */
    private ClientAdapters load(String... names) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(
                services.resolve(ClientAdapter.class.getName()),
                Stream.concat(SORTS.stream(), Stream.of(names)).toList());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new ServicesOfDirectory(directory, before)) {
            thread.setContextClassLoader(loader);
            return ClientAdapters.load();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Finds the classes of another loader, but registrations in a directory alone. */
    private static final class ServicesOfDirectory extends URLClassLoader {

        ServicesOfDirectory(Path directory, ClassLoader classes) throws IOException {
            super(new URL[] {directory.toUri().toURL()}, classes);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/services/") ? findResources(name) : super.getResources(name);
        }
    }

    private static String nameOf(Class<?> type) {
        return type.getName();
    }

    @SuppressWarnings("NullAway.Init") // its fields are read, never filled
    static class Fields {

        @Routed("price")
        String text;

        @Routed("price")
        PriceStub stub;

        @Routed("price")
        Supplier<PriceStub> supplier;

        @Baseline("price")
        Supplier<URI> addresses;

        @Routed("price")
        RestClient.Builder builder;

        HttpClient client;

        URI uri;
    }

    /** What generated stubs have in common. */
    public static class Stub {}

    public static class PriceStub extends Stub {}

    /** Takes a family of types. */
    public static class StubAdapter implements ClientAdapter {

        @Override
        public Class<?> type() {
            return Stub.class;
        }

        @Override
        public boolean supports(Class<?> declared) {
            return Stub.class.isAssignableFrom(declared);
        }

        @Override
        public boolean isShareable() {
            return false;
        }

        @Override
        public Object create(ClientTarget target) {
            return new PriceStub();
        }
    }

    public static class PriceAdapter extends StubAdapter {

        @Override
        public Class<?> type() {
            return PriceStub.class;
        }
    }

    /** Does as the JVM where a library is absent. */
    public static class WithoutLibrary extends StubAdapter {

        @Override
        public Class<?> type() {
            throw new NoClassDefFoundError("com/example/Library");
        }
    }

    public static class WithoutType extends StubAdapter {

        @Override
        public Class<?> type() {
            throw new IllegalStateException("no registry");
        }
    }

    @SuppressWarnings("NullAway") // breaks the contract, as code without checks may
    public static class WithNullType extends StubAdapter {

        @Override
        public Class<?> type() {
            return null;
        }
    }

    public static class WithoutService extends StubAdapter {

        @Override
        public boolean namesService() {
            throw new IllegalStateException("no names");
        }
    }

    /** Does as a family does whose base class is taken for granted. */
    public static class PickyAdapter extends StubAdapter {

        @Override
        public Class<?> type() {
            return Integer.class;
        }

        @Override
        public boolean supports(Class<?> declared) {
            return declared.asSubclass(Number.class) == Integer.class;
        }
    }
}
