import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MemberAddress } from '../../../../contract/members/page.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { Nothing, Part } from '../../../components/panels/part.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { calls } from '../../../transport/client.ts';
import classes from './addresses.module.css';

/** Where a member signed in from, latest first. For a member whose addresses were asked for. */
export function Addresses({ id }: { id: MemberId }) {
  const answer = useQuery(calls.members.addresses.queryOptions({ input: { id } }));
  return (
    <Part title="IP addresses" count={answer.data?.addresses.length} answer={answer}>
      {({ addresses }) =>
        addresses.length === 0 ? <Nothing>No sign-in is known.</Nothing> : <Table addresses={addresses} />
      }
    </Part>
  );
}

function Table({ addresses }: { addresses: readonly MemberAddress[] }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Last used</th>
            <th scope="col">Shared by</th>
          </tr>
        </thead>
        <tbody>
          {addresses.map(({ ip, firstAt, lastAt, sharedBy, sharedByMore }) => (
            <tr key={ip}>
              <td>
                <Link
                  to="/members"
                  search={(now) => ({ ...now, q: ip })}
                  title="Search for who signed in from here"
                >
                  {ip}
                </Link>
              </td>
              <td>
                <Moment at={lastAt} shape="relative" />{' '}
                <span className={classes.first}>
                  since <Moment at={firstAt} shape="date" />
                </span>
              </td>
              <td>{sharedBy <= 1 ? 'no other' : `${sharedBy}${sharedByMore ? '+' : ''}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
