// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import static org.hamcrest.Matchers.equalTo;

import dev.spurline.LiveSandbox;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fifty test classes of a shop, which ask for five different sandboxes in turn. */
public final class PricingClasses {

    /** When the response arrived, in nanoseconds, by the class's name. */
    static final Map<String, Long> RESPONDED = new ConcurrentHashMap<>();

    /** The keys of the sandboxes that the tests had. */
    static final Set<String> KEYS = ConcurrentHashMap.newKeySet();

    /** Milliseconds that each test takes besides its request. */
    static volatile long pause;

    private PricingClasses() {}

    /** Returns all, in the order of their numbers. */
    public static List<Class<?>> all() {
        return Stream.of(PricingClasses.class.getDeclaredClasses())
                .filter(type -> type.getSimpleName().startsWith("Class"))
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    /** Returns ten that ask for the same. */
    public static List<Class<?>> alike() {
        return all().stream().filter(Ten.class::isAssignableFrom).toList();
    }

    /** Sends a request that passes two services before it reaches the fork. */
    abstract static class OneRequest {

        private final int discount;

        OneRequest(int discount) {
            this.discount = discount;
        }

        @Test
        void buy(LiveSandbox sandbox, @Routed("storefront") RequestSpecification storefront) {
            Response response = storefront.get("/checkout/42");
            RESPONDED.put(getClass().getName(), System.nanoTime());
            KEYS.add(sandbox.key().value());
            response.then().statusCode(200).body("total", equalTo(100 - discount));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        }
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=10"))
    abstract static class Ten extends OneRequest {
        Ten() {
            super(10);
        }
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=20"))
    abstract static class Twenty extends OneRequest {
        Twenty() {
            super(20);
        }
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=30"))
    abstract static class Thirty extends OneRequest {
        Thirty() {
            super(30);
        }
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=40"))
    abstract static class Forty extends OneRequest {
        Forty() {
            super(40);
        }
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=50"))
    abstract static class Fifty extends OneRequest {
        Fifty() {
            super(50);
        }
    }

    static class Class01 extends Ten {}

    static class Class02 extends Twenty {}

    static class Class03 extends Thirty {}

    static class Class04 extends Forty {}

    static class Class05 extends Fifty {}

    static class Class06 extends Ten {}

    static class Class07 extends Twenty {}

    static class Class08 extends Thirty {}

    static class Class09 extends Forty {}

    static class Class10 extends Fifty {}

    static class Class11 extends Ten {}

    static class Class12 extends Twenty {}

    static class Class13 extends Thirty {}

    static class Class14 extends Forty {}

    static class Class15 extends Fifty {}

    static class Class16 extends Ten {}

    static class Class17 extends Twenty {}

    static class Class18 extends Thirty {}

    static class Class19 extends Forty {}

    static class Class20 extends Fifty {}

    static class Class21 extends Ten {}

    static class Class22 extends Twenty {}

    static class Class23 extends Thirty {}

    static class Class24 extends Forty {}

    static class Class25 extends Fifty {}

    static class Class26 extends Ten {}

    static class Class27 extends Twenty {}

    static class Class28 extends Thirty {}

    static class Class29 extends Forty {}

    static class Class30 extends Fifty {}

    static class Class31 extends Ten {}

    static class Class32 extends Twenty {}

    static class Class33 extends Thirty {}

    static class Class34 extends Forty {}

    static class Class35 extends Fifty {}

    static class Class36 extends Ten {}

    static class Class37 extends Twenty {}

    static class Class38 extends Thirty {}

    static class Class39 extends Forty {}

    static class Class40 extends Fifty {}

    static class Class41 extends Ten {}

    static class Class42 extends Twenty {}

    static class Class43 extends Thirty {}

    static class Class44 extends Forty {}

    static class Class45 extends Fifty {}

    static class Class46 extends Ten {}

    static class Class47 extends Twenty {}

    static class Class48 extends Thirty {}

    static class Class49 extends Forty {}

    static class Class50 extends Fifty {}
}
