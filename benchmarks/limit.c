/* The machine's limit: negative log likelihood and its slopes, written for two components.

   What a patient programmer gets from one core. The compiler makes vector instructions of the
   inner loop and takes exp and log from the C library's vector versions. */

#include <math.h>
#define BLOCK 4096 /* data whose sums are kept in float before they are added up in double */

/* params: log weights (normalised), means, log scales, two each; out: loss, then six slopes. */
void loss_and_slopes(const float *data, long n_data, const float *params, double *out)
{
    const float m0 = params[2], m1 = params[3];
    const float s0 = expf(-params[4]), s1 = expf(-params[5]);
    const float h0 = params[0] - params[4], h1 = params[1] - params[5];
    double sums[6] = {0};
    for (long start = 0; start < n_data; start += BLOCK) {
        const long end = start + BLOCK < n_data ? start + BLOCK : n_data;
        float loglike = 0, r = 0, rz0 = 0, rz1 = 0, rzz0 = 0, rzz1 = 0;
        for (long i = start; i < end; i++) {
            const float z0 = (data[i] - m0) * s0, z1 = (data[i] - m1) * s1;
            const float l0 = h0 - 0.5f * z0 * z0, l1 = h1 - 0.5f * z1 * z1;
            const float top = l0 > l1 ? l0 : l1;
            /* Below -80 the vector exp falls back to a slow one, for a number that adds nothing. */
            const float e0 = expf(fmaxf(l0 - top, -80)), e1 = expf(fmaxf(l1 - top, -80));
            const float total = e0 + e1;
            const float r0 = e0 / total, r1 = e1 / total;
            loglike += top + logf(total);
            r += r0;
            rz0 += r0 * z0;
            rz1 += r1 * z1;
            rzz0 += r0 * z0 * z0;
            rzz1 += r1 * z1 * z1;
        }
        const double block[6] = {loglike, r, rz0, rz1, rzz0, rzz1};
        for (int j = 0; j < 6; j++)
            sums[j] += block[j];
    }
    const double n0 = sums[1], n1 = n_data - sums[1];
    out[0] = 0.5 * n_data * log(2 * M_PI) - sums[0];
    out[1] = n_data * exp(params[0]) - n0;
    out[2] = n_data * exp(params[1]) - n1;
    out[3] = -sums[2] * s0;
    out[4] = -sums[3] * s1;
    out[5] = n0 - sums[4];
    out[6] = n1 - sums[5];
}

/* The same loop with nothing but its two exponentials and one logarithm for each datum. */
float exp_and_log(const float *data, long n_data)
{
    float sum = 0;
    for (long i = 0; i < n_data; i++)
        sum += logf(expf(-data[i] * data[i]) + expf(-1 - data[i] * data[i]));
    return sum;
}
