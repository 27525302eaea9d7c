// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.ForkSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a workload to copy, and what shall differ from the baseline.
 *
 * <p>All texts except {@link #value()} may hold placeholders, <code>${NAME}</code> or <code>${NAME:default}</code>.
 *
 * @since 0.1
 * @see Sandbox#fork()
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Fork {

    /**
     * The workload: {@code pricing}, {@code deployment/pricing}, {@code statefulset/pricing}, {@code rollout/pricing}, or
     * {@code cronjob/pricing}, which {@link dev.spurline.LiveSandbox#run(String)} runs.
     */
    String value();

    /** The workload's namespace; by default the sandbox's. */
    String namespace() default "";

    /** The container that image and environment concern; by default the only one, or the one the template names. */
    String container() default "";

    /**
     * The image to run; by default the baseline's. The setting {@code spurline.image.<workload>} is stronger.
     */
    String image() default "";

    /**
     * Environment variables to set, each as {@code NAME=value}. Plans show the value, unless the name says that it is a
     * secret, as {@code DB_PASSWORD} does; the setting {@code spurline.secret-names} adds words that say so.
     */
    String[] env() default {};

    /**
     * Environment variables to set, each as {@code NAME=value}, whose values are hidden in plans, messages, log lines and
     * attachments whatever the name. Take the value from a placeholder, such as <code>LICENSE=${SHOP_LICENSE}</code>.
     */
    String[] secretEnv() default {};

    /** Names of environment variables to remove. */
    String[] unset() default {};

    /**
     * A patch of the pod template: YAML that is merged by name, or an RFC 6902 list; the text itself, or
     * {@code classpath:} and the name of a resource.
     */
    String patch() default "";

    /**
     * Names of init containers that the fork goes without, such as one that migrates the database which the baseline uses. A
     * name that the template has not is refused.
     */
    String[] skipInit() default {};

    /** What becomes of persistent volume claims. */
    ForkSpec.Volumes volumes() default ForkSpec.Volumes.REFUSE;
}
