// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names sandboxes that others have opened, whose forks requests with the key of one's own sandbox reach, too.
 *
 * <pre>{@code
 * @Sandbox(namespace = "shop", fork = @Fork("pricing"), join = @Join(label = "pr=42"))
 * class CheckoutIT {}
 * }</pre>
 *
 * @since 0.1
 * @see Sandbox#join()
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Join {

    /**
     * The labels that such a sandbox was opened with ({@code spurline.sandbox-labels}), each as {@code name=value}; it has all
     * of them. May hold placeholders.
     */
    String[] label();
}
