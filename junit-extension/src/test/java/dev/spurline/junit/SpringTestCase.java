// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mockingDetails;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Classes that have Spring's and Mockito's extensions beside ours. */
@SuppressWarnings({"NullAway.Init", "ClassCanBeStatic"})
final class SpringTestCase {

    private SpringTestCase() {}

    record Greeting(String text) {}

    /** Other people's types, as mocks. */
    interface Postman {
        String name();
    }

    @Configuration
    static class Beans {

        @Bean
        Greeting greeting() {
            return new Greeting("from Spring");
        }
    }

    /** What each of the three extensions gives, at each place; which of them is registered first is up to subclasses. */
    abstract static class Places {

        private final Greeting constructedGreeting;
        private final URI constructedUri;

        @Autowired
        private Greeting greeting;

        @Mock
        private Postman postman;

        @Routed
        private HttpClient client;

        private LiveSandbox sandbox;

        Places(Greeting greeting, URI uri) {
            this.constructedGreeting = greeting;
            this.constructedUri = uri;
        }

        @BeforeAll
        static void beforeAll(@Autowired Greeting greeting, RoutingKey key) {
            assertThat(greeting.text()).isEqualTo("from Spring");
            assertThat(key).isNotNull();
        }

        @Test
        void eachGetsItsOwn(
                @Autowired Environment environment,
                @Routed("front") RequestSpecification front,
                @Mock Postman other,
                RoutingKey key,
                TestInfo info) {
            assertThat(environment).isNotNull();
            assertThat(greeting).isSameAs(constructedGreeting);
            assertThat(mockingDetails(other).isMock()).isTrue();
            assertThat(other).isNotSameAs(postman);
            assertThat(client).isNotNull();
            assertThat(sandbox.uri("front")).isEqualTo(constructedUri);
            assertThat(front.get("/price").asString()).startsWith("9 spurline=" + key);
            assertThat(info.getTestMethod()).isPresent();
        }
    }

    @SpringJUnitConfig(Beans.class)
    @ExtendWith(MockitoExtension.class)
    @HouseSandbox
    static class OthersFirst extends Places {

        OthersFirst(@Autowired Greeting greeting, @Routed("front") URI uri) {
            super(greeting, uri);
        }

        @Nested
        class Inner {

            @Test
            void sharesBoth(@Autowired Greeting greeting, @Routed("front") RequestSpecification front) {
                assertThat(greeting.text()).isEqualTo("from Spring");
                assertThat(front.get("/price").asString()).startsWith("9 ");
            }
        }
    }

    @HouseSandbox
    @ExtendWith(MockitoExtension.class)
    @SpringJUnitConfig(Beans.class)
    static class OursFirst extends Places {

        OursFirst(@Autowired Greeting greeting, @Routed("front") URI uri) {
            super(greeting, uri);
        }
    }

    @HouseSandbox
    @SpringJUnitConfig(Beans.class)
    static class ConstructorOfSpring {

        @Autowired
        ConstructorOfSpring(Greeting greeting, @Routed("front") URI uri) {}

        @Test
        void test() {}
    }

    @HouseSandbox
    @SpringJUnitConfig(Beans.class)
    @TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
    static class AllConstructorsOfSpring {

        AllConstructorsOfSpring(Greeting greeting, LiveSandbox sandbox) {}

        @Test
        void test() {}
    }

    @HouseSandbox
    @SpringJUnitConfig(Beans.class)
    static class ConstructorWithoutOurs {

        private final Greeting greeting;

        @Autowired
        ConstructorWithoutOurs(Greeting greeting) {
            this.greeting = greeting;
        }

        @Test
        void isLeftToSpring(@Routed("front") RequestSpecification front) {
            assertThat(greeting.text()).isEqualTo("from Spring");
            assertThat(front.get("/price").asString()).startsWith("9 ");
        }
    }

    /** An address of a sandbox that a context is made with, as a bean. */
    record House(URI address) {}

    @Configuration
    static class HouseOfProperty {

        @Bean
        House house(@Value("${house.url}") URI address) {
            return new House(address);
        }
    }

    /** Spring keeps contexts for the whole JVM: without {@code @DirtiesContext} a second run would get the first one's address. */
    @SpringJUnitConfig(HouseOfProperty.class)
    @HouseSandbox
    @DirtiesContext
    static class PropertyWithSpringFirst {

        @Routed("front")
        static URI front;

        @DynamicPropertySource
        static void addresses(DynamicPropertyRegistry registry) {
            registry.add("house.url", () -> front);
        }

        @Test
        void theContextWasMadeWithIt(@Autowired House house, @Routed("front") RequestSpecification client) {
            assertThat(house.address()).isEqualTo(front);
            assertThat(client.get("/price").asString()).startsWith("9 ");
        }
    }

    @HouseSandbox
    @SpringJUnitConfig(HouseOfProperty.class)
    @DirtiesContext
    static class PropertyWithOursFirst {

        @Routed("front")
        static URI front;

        static LiveSandbox sandbox;

        @DynamicPropertySource
        static void addresses(DynamicPropertyRegistry registry) {
            registry.add("house.url", () -> front);
            registry.add("house.key", () -> sandbox.key().value());
        }

        @Test
        void theContextWasMadeWithBoth(
                @Autowired House house,
                @Autowired Environment environment,
                @Routed("front") RequestSpecification client,
                RoutingKey key) {
            assertThat(house.address()).isEqualTo(front).isEqualTo(sandbox.uri("front"));
            assertThat(environment.getProperty("house.key")).isEqualTo(key.value());
            assertThat(client.get("/price").asString()).startsWith("9 ");
        }
    }
}
