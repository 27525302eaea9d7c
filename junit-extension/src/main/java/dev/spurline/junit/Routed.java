// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.junit.internal.TimeoutExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks for a client whose requests carry the sandbox's key, or for the address to send them to.
 *
 * <ul>
 *   <li>{@code @Routed("storefront") RequestSpecification}: a REST Assured specification with the address and the key. It is
 *       mutable, so each injection gets a fresh one; a static field, or a field or constructor of a class with one instance
 *       for all its tests, takes {@code Supplier<RequestSpecification>} instead.
 *   <li>{@code @Routed("storefront") URI}: the address alone. The caller adds
 *       {@link dev.spurline.LiveSandbox#headers()}.
 *   <li>{@code @Routed HttpClient}: a JDK client that adds the key to requests whose host and port belong to an address of
 *       this sandbox, and to no other; it follows redirects, and a redirect elsewhere loses the key.
 *   <li>{@code @Routed OkHttpClient}, {@code CloseableHttpClient} or {@code CloseableHttpAsyncClient} (Apache HttpClient 5),
 *       {@code ClientInterceptor} (gRPC): as {@code HttpClient}.
 *   <li>{@code @Routed("storefront") RestClient}, {@code RestClient.Builder}, {@code RestTestClient}, {@code WebClient},
 *       {@code WebClient.Builder} or {@code WebTestClient} (Spring), {@code ManagedChannel} or any generated stub (gRPC): with
 *       the address and the key. Builders are mutable, under the rules of {@code RequestSpecification}.
 * </ul>
 *
 * <p>Each needs its library and nothing else; what is said of each is in {@code docs/clients.md}. Further kinds are added by
 * each {@link dev.spurline.junit.client.ClientAdapter} on the class path.
 *
 * <p>The key is merged into the request's own {@code baggage}, as the last step before sending, and so is the number of the
 * running test: {@code spurline=k7f3q5tbma,spurline-test=kq4v7oen2d.000017}.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
@ExtendWith(TimeoutExtension.class)
public @interface Routed {

    /** The Service, as {@link dev.spurline.LiveSandbox#uri} takes it: {@code name}, {@code name:port}, {@code namespace/name:port}. */
    String value() default "";
}
